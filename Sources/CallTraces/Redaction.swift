/// Overwrites what is nobody else's affair with `x`, octet for octet, so that every length in the
/// message stays true.
///
/// Bodies; of credentials and challenges everything but the names that say whose they are; the
/// token of an Identity; a password in a URI; lines of the header that are no header fields. Of
/// what is no SIP only the first line is left.
package enum Redaction {
    package static func redact(_ message: [UInt8]) -> [UInt8] {
        let lines = MessageLines(message)
        var octets = message
        let reading = MessageReading(message)
        guard reading.isSIP else {
            octets.hide(min(lines.start.upperBound, octets.count)..<octets.count)
            return octets
        }
        octets.hide(lines.body)
        for line in lines.strays { octets.hide(line) }
        octets.hidePasswords(lines.start)
        for field in lines.fields {
            switch field.name {
            case "authorization", "proxy-authorization", "www-authenticate", "proxy-authenticate":
                octets.hideCredentials(field.value)
            case "authentication-info", "proxy-authentication-info":
                octets.hideParameters(field.value)
            case "identity":
                let token = message[field.value].prefix { $0 != UInt8(ascii: ";") }
                octets.hide(token.startIndex..<token.endIndex)
            default:
                octets.hidePasswords(field.value)
            }
        }
        return octets
    }

    /// Parameters of credentials that are no secret (RFC 7616 3.3 and 3.4).
    fileprivate static let open: Set<String> = [
        "username", "realm", "uri", "algorithm", "qop", "nc", "stale", "domain", "charset",
        "userhash", "integrity-protected",
    ]
}

extension [UInt8] {
    /// Overwrites all but line ends.
    fileprivate mutating func hide(_ range: Range<Int>) {
        for place in range where !self[place].isLineEnd { self[place] = UInt8(ascii: "x") }
    }

    /// A scheme and its parameters; of a scheme other than Digest the scheme alone is left.
    fileprivate mutating func hideCredentials(_ value: Range<Int>) {
        let scheme = self[value].prefix { !$0.isBlank && !$0.isLineEnd }
        var start = scheme.endIndex
        while start < value.upperBound, self[start].isBlank || self[start].isLineEnd { start += 1 }
        let rest = start..<value.upperBound
        if Legible.text(scheme).lowercased() == "digest" {
            hideParameters(rest)
        } else {
            hide(rest.isEmpty ? value : rest)
        }
    }

    /// The values of `name=value, name="value"` whose names are not known to be harmless.
    fileprivate mutating func hideParameters(_ range: Range<Int>) {
        var place = range.lowerBound
        while place < range.upperBound {
            let start = place
            var isQuoted = false
            while place < range.upperBound, isQuoted || self[place] != UInt8(ascii: ",") {
                if isQuoted, self[place] == UInt8(ascii: "\\"), place + 1 < range.upperBound {
                    place += 1
                } else if self[place] == UInt8(ascii: "\"") {
                    isQuoted.toggle()
                }
                place += 1
            }
            hideParameter(start..<place)
            place += 1
        }
    }

    private mutating func hideParameter(_ range: Range<Int>) {
        guard let equals = self[range].firstIndex(of: UInt8(ascii: "=")) else {
            return hide(range)
        }
        let name = Legible.text(self[range.lowerBound..<equals]).trimmingBlanks.lowercased()
        guard !Redaction.open.contains(name) else { return }
        for place in equals + 1..<range.upperBound
        where !self[place].isLineEnd && !self[place].isBlank && self[place] != UInt8(ascii: "\"") {
            self[place] = UInt8(ascii: "x")
        }
    }

    /// `sip:user:password@host` (RFC 3261 19.1.1).
    fileprivate mutating func hidePasswords(_ range: Range<Int>) {
        var place = range.lowerBound
        while let at = self[place..<range.upperBound].firstIndex(of: UInt8(ascii: "@")) {
            let before = self[place..<at]
            let userInfo = before.suffix(
                from: before.lastIndex { $0.isBlank || $0 == UInt8(ascii: "<") || $0 == 0x22 }
                    .map { $0 + 1 } ?? place)
            // The scheme's colon, then the one before the password.
            if let scheme = userInfo.firstIndex(of: UInt8(ascii: ":")),
                let colon = userInfo[(scheme + 1)...].firstIndex(of: UInt8(ascii: ":"))
            {
                hide(colon + 1..<at)
            }
            place = at + 1
        }
    }
}
