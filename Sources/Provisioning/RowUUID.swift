/// A row number written as a UUID, for clients that expect one.
///
/// Version 8 of RFC 9562 5.8, whose bits are ours to lay out: the kind of the row in the first
/// group, the row in the last 62 bits, `00000001-0000-8000-8000-00000000002a` for set 42. Nothing
/// has to be stored or looked up to go from one to the other.
enum RowUUID {
    enum Kind: UInt8 {
        case registrationSet = 1
        case serviceProfile = 2
        case number = 3
    }

    private static let version: UInt64 = 0x8000
    private static let variant: UInt64 = 0x8000_0000_0000_0000

    static func text(_ kind: Kind, row: Int64) -> String {
        let high = UInt64(kind.rawValue) << 32 | version
        let low = variant | UInt64(bitPattern: row) & (variant >> 1 - 1)
        let digits = hexadecimal(high) + hexadecimal(low)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { text.append("-") }
            text.append(digit)
        }
        return text
    }

    /// - Parameter text: 8-4-4-4-12 hexadecimal digits in either case.
    /// - Returns: nil for whatever `text(_:row:)` does not write.
    static func row(_ kind: Kind, in text: String) -> Int64? {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
        let digits = groups.joined()
        guard digits.utf8.allSatisfy({ isHexadecimal($0) }),
            let high = UInt64(digits.prefix(16), radix: 16),
            let low = UInt64(digits.suffix(16), radix: 16),
            high == UInt64(kind.rawValue) << 32 | version, low >> 62 == variant >> 62
        else { return nil }
        let row = Int64(low & (variant >> 1 - 1))
        return row > 0 ? row : nil
    }

    private static func isHexadecimal(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        case _: false
        }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension RegistrationSetID {
    /// As clients know it.
    package var uuid: String { RowUUID.text(.registrationSet, row: row) }

    /// - Returns: nil for a UUID that is no registration set's, whoever wrote it.
    package init?(uuid: String) {
        guard let row = RowUUID.row(.registrationSet, in: uuid) else { return nil }
        self.init(row: row)
    }
}

extension ServiceProfileID {
    /// As clients know it.
    package var uuid: String { RowUUID.text(.serviceProfile, row: row) }

    /// - Returns: nil for a UUID that is no service profile's, whoever wrote it.
    package init?(uuid: String) {
        guard let row = RowUUID.row(.serviceProfile, in: uuid) else { return nil }
        self.init(row: row)
    }
}

extension Line {
    /// Its number as Ellis' clients know it: 32 digits without hyphens.
    package var numberUUID: String {
        RowUUID.text(.number, row: numberID).replacing("-", with: "")
    }
}
