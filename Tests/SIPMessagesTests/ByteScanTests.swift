import Determinism
import SIPMessages
import Testing

/// The scans that take eight bytes at a time give what taking one by one would.
@Suite("Byte scans")
struct ByteScanTests {
    /// Letters, digits and the characters that are one bit from a letter, longer than two words.
    private static let text: StaticString = "Az[{@`z-Via/09_^~.Content"

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    @Test("Any byte in any place counts for the comparison without case as its letter does")
    func comparison() {
        let original = Array("\(Self.text)".utf8)
        for offset in original.indices {
            for byte in UInt8.min...UInt8.max {
                var bytes = original
                bytes[offset] = byte
                let isSame =
                    byte == original[offset]
                    || Self.isLetter(byte) && Self.isLetter(original[offset])
                        && byte ^ original[offset] == 0x20
                let found = bytes.span.equalsIgnoringCase(Self.text)
                #expect(found == isSame, "\(byte) at \(offset)")
                let foundAgain = bytes.span.equalsIgnoringCase(original.span)
                #expect(foundAgain == isSame, "\(byte) at \(offset)")
                let exactly = bytes.span.equals(Self.text)
                #expect(exactly == (byte == original[offset]), "\(byte) at \(offset)")
            }
        }
    }

    @Test("Texts of different length are different")
    func lengths() {
        for length in 0..<Self.text.utf8CodeUnitCount {
            let shorter = Array("\(Self.text)".utf8.prefix(length))
            let isSame = shorter.span.equalsIgnoringCase(Self.text)
            #expect(!isSame)
        }
        let isEmpty = [UInt8]().span.equalsIgnoringCase("")
        #expect(isEmpty)
    }

    @Test("A control character is found wherever in the line it stands")
    func controls() {
        for offset in 0..<24 {
            for byte in UInt8(0)...0x20 where byte != 0x0A {
                var value = [UInt8](repeating: 0xC3, count: 24)
                value[offset] = byte
                let head = Array("INVITE sip:a SIP/2.0\r\nl: 0\r\nX: ".utf8)
                let isClean = byte == 0x09 || byte == 0x20
                let outcome = parse(head + [0x78] + value + Array("\r\n\r\n".utf8)).outcome
                #expect((outcome.fault == nil) == isClean, "\(byte) at \(offset)")
            }
        }
    }

    @Test("Values are split as a reader of single bytes would split them")
    func splitting() throws {
        var entropy = EntropySource(seed: 9)
        let alphabet = Array("abcdefghijkl,,\"<>\\;-+.".utf8)
        for _ in 0..<3_000 {
            let length = Int.random(in: 1...60, using: &entropy)
            let text = (0..<length).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &entropy)]
            }
            let (_, message) = parse(
                Array("INVITE sip:a SIP/2.0\r\nRoute: ".utf8) + text
                    + Array("\r\nl: 0\r\n\r\n".utf8))
            var found: [String?] = []
            var values = message.values(.route)
            while let value = values.next() { found.append(message.text(value.range)) }
            #expect(found == Self.split(text), "\(String(decoding: text, as: UTF8.self))")
        }
    }

    /// The same, told once more, byte by byte.
    private static func split(_ text: [UInt8]) -> [String] {
        var values: [[UInt8]] = [[]]
        var (inQuotes, inBrackets, isEscaped) = (false, false, false)
        for byte in text {
            let character = Character(UnicodeScalar(byte))
            if character == ",", !inQuotes, !inBrackets {
                values.append([])
                continue
            }
            values[values.count - 1].append(byte)
            if inQuotes {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    inQuotes = false
                }
            } else if character == "\"", !inBrackets {
                inQuotes = true
            } else if character == "<" {
                inBrackets = true
            } else if character == ">" {
                inBrackets = false
            }
        }
        return values.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("The classes of characters are those of the grammar")
    func classes() {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        let unreserved = letters + "-_.!~*'()"
        for byte in UInt8.min...UInt8.max {
            let character = Character(UnicodeScalar(byte))
            let isASCII = byte < 0x80
            let isToken = isASCII && (letters + "-.!%*_+`'~").contains(character)
            let foundToken = [byte].span.isToken
            #expect(foundToken == isToken, "token \(byte)")
            let isUser = isASCII && (unreserved + "&=+$,;?/").contains(character)
            #expect(reads(Array("sip:".utf8) + [byte] + Array("@h".utf8)) == isUser, "user \(byte)")
            // A colon ends the user and starts the password; so it never is part of one.
            let isPassword = isASCII && (unreserved + "&=+$,").contains(character)
            #expect(
                reads(Array("sip:u:".utf8) + [byte] + Array("@h".utf8)) == isPassword,
                "password \(byte)")
            let isParameter = isASCII && (unreserved + "[]/:&+$").contains(character)
            #expect(reads(Array("sip:h;".utf8) + [byte]) == isParameter, "parameter \(byte)")
            let isHeader = isASCII && (unreserved + "[]/?:+$&=").contains(character)
            #expect(reads(Array("sip:h?".utf8) + [byte]) == isHeader, "header \(byte)")
            let isHost = isASCII && (letters + "-._").contains(character)
            #expect(reads(Array("sip:".utf8) + [byte]) == isHost, "host \(byte)")
        }
    }

    private func reads(_ uri: [UInt8]) -> Bool {
        (try? SIPURI.parse(uri.span, ByteRange(0, uri.count))) != nil
    }
}
