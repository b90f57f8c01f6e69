import Foundation

/// A mail as it goes over the wire: header fields and body, whatever they contain.
///
/// RFC 5322; header text that is not plain ASCII as encoded words (RFC 2047), the body as
/// quoted-printable (RFC 2045 6.7). No text that is handed in can end a line of the header.
enum MailText {
    static func octets(
        _ message: MailMessage, from sender: String, named name: String, at date: Date,
        messageID: String
    ) -> [UInt8] {
        let fields = [
            "Date: \(dateText(date))",
            "From: \(headerText(name)) <\(sender)>",
            "To: <\(message.to)>",
            "Subject: \(headerText(message.subject))",
            "Message-ID: <\(messageID)>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            // No vacation notice comes back (RFC 3834 5).
            "Auto-Submitted: auto-generated",
        ]
        let header = fields.map { $0 + "\r\n" }.joined() + "\r\n"
        return Array(header.utf8) + quotedPrintable(message.body)
    }

    /// Text for a header field: as it is where that is safe, else as encoded words, one a line.
    static func headerText(_ text: String) -> String {
        let clean = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        guard clean.utf8.count > 60 || clean.utf8.contains(where: { !isPlain($0) }) else {
            return clean
        }
        var words: [[UInt8]] = [[]]
        for character in clean.unicodeScalars {
            let octets = Array(String(character).utf8)
            // 39 octets are 52 of base64: with what surrounds them and the field's name they fit in
            // the 76 that a line with an encoded word may have.
            if words[words.count - 1].count + octets.count > 39 { words.append([]) }
            words[words.count - 1] += octets
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }
            .joined(separator: "\r\n ")
    }

    /// - Returns: lines of 76 characters at most, each with its CRLF.
    static func quotedPrintable(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        var text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        if text.hasSuffix("\n") { text.removeLast() }
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        for line in lines {
            var length = 0
            for (index, octet) in line.enumerated() {
                let isLast = index == line.count - 1
                let isBlank = octet == 0x20 || octet == 0x09
                let isItself =
                    (0x21...0x7E).contains(octet) && octet != 0x3D || isBlank && !isLast
                let piece = isItself ? [octet] : escape(octet)
                if length + piece.count > 75 {
                    out += Array("=\r\n".utf8)
                    length = 0
                }
                out += piece
                length += piece.count
            }
            out += Array("\r\n".utf8)
        }
        return out
    }

    private static func escape(_ octet: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [0x3D, digits[Int(octet >> 4)], digits[Int(octet & 15)]]
    }

    /// Letters, digits and what has no meaning in an address or an encoded word.
    private static func isPlain(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case _: " -+/'!*".utf8.contains(octet)
        }
    }

    private static func dateText(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss"
        return format.string(from: date) + " +0000"
    }
}
