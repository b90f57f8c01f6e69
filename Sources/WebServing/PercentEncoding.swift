/// Percent-encoding of paths and forms (RFC 3986 2.1, the URL standard's form encoding).
package enum PercentEncoding {
    /// - Returns: nil for escapes that are none, for what is no UTF-8 then, and for control
    ///   characters.
    package static func decoded(_ text: some StringProtocol, isForm: Bool = false) -> String? {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let octet = rest.next() {
            switch octet {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit)
                else { return nil }
                octets.append(high << 4 | low)
            case UInt8(ascii: "+") where isForm:
                octets.append(UInt8(ascii: " "))
            default:
                octets.append(octet)
            }
        }
        // A form may have line ends in it, a path nothing below a space.
        guard isForm || octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), !octets.contains(0) else {
            return nil
        }
        return String(validating: octets, as: UTF8.self)
    }

    /// One segment of a path: all but unreserved characters and `:@!$&'()*,;=` is escaped.
    package static func encodedSegment(_ text: String) -> String {
        var out = ""
        for octet in text.utf8 {
            if isUnreserved(octet) || ":@!$&'()*,;=".utf8.contains(octet) {
                out.unicodeScalars.append(Unicode.Scalar(octet))
            } else {
                out += octet < 16 ? "%0" : "%"
                out += String(octet, radix: 16, uppercase: true)
            }
        }
        return out
    }

    /// The value of one parameter of a query: all but unreserved characters is escaped.
    package static func encodedValue(_ text: String) -> String {
        var out = ""
        for octet in text.utf8 {
            if isUnreserved(octet) {
                out.unicodeScalars.append(Unicode.Scalar(octet))
            } else {
                out += octet < 16 ? "%0" : "%"
                out += String(octet, radix: 16, uppercase: true)
            }
        }
        return out
    }

    /// The same path, escapes of unreserved characters undone (RFC 3986 6.2.2.2): `%7E%7e` is `~~`.
    static func normalized(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: "%")) else { return path }
        var octets: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let octet = rest.popFirst() {
            let two = rest.prefix(2).compactMap(digit)
            if octet == UInt8(ascii: "%"), two.count == 2, isUnreserved(two[0] << 4 | two[1]) {
                octets.append(two[0] << 4 | two[1])
                rest = rest.dropFirst(2)
            } else {
                octets.append(octet)
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    private static func isUnreserved(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func digit(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x41 + 10
        case 0x61...0x66: octet - 0x61 + 10
        default: nil
        }
    }
}
