/// Finds the Call-ID of a message without parsing it: what belongs together at a collector.
enum CallIDScan {
    private static let names = ["call-id", "i"].map { Array($0.utf8) }

    /// - Returns: nil where the header has none.
    static func callID(in message: [UInt8]) -> ArraySlice<UInt8>? {
        var rest = message[...]
        while let newline = rest.firstIndex(of: 0x0A) {
            var line = rest[..<newline]
            if line.last == 0x0D { line.removeLast() }
            if line.isEmpty { return nil }
            if let value = value(of: line) { return value }
            rest = rest[(newline + 1)...]
        }
        return nil
    }

    private static func value(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = line[..<colon].reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
            .map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard names.contains(name) else { return nil }
        var value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
        while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
        return value.isEmpty ? nil : value
    }
}
