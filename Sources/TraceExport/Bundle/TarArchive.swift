/// Files in one, as every tar reads them (POSIX.1-1988, "ustar").
struct TarArchive {
    private static let block = 512
    private static let regularFile = UInt8(ascii: "0")

    private var octets: [UInt8] = []
    /// - Units: seconds since 1970.
    private let time: Int64

    init(time: Int64) { self.time = time }

    /// Adds a file that its owner may read and write, and others read.
    ///
    /// - Parameter name: at most 100 octets, with `/` between directories.
    mutating func add(_ name: String, _ contents: [UInt8]) {
        precondition(name.utf8.count <= 100, "\(name) is too long for a tar")
        octets += header(name, contents.count) + contents
        let surplus = octets.count % Self.block
        if surplus > 0 { octets += [UInt8](repeating: 0, count: Self.block - surplus) }
    }

    /// The whole archive: two empty blocks are its end.
    var closed: [UInt8] { octets + [UInt8](repeating: 0, count: 2 * Self.block) }

    private func header(_ name: String, _ size: Int) -> [UInt8] {
        var header: [UInt8] = []
        func field(_ text: String, _ width: Int) {
            let octets = Array(text.utf8.prefix(width))
            header += octets + [UInt8](repeating: 0, count: width - octets.count)
        }
        func number(_ value: Int64, _ width: Int) {
            let digits = String(value, radix: 8)
            field(String(repeating: "0", count: width - 1 - digits.utf8.count) + digits, width)
        }
        field(name, 100)
        number(0o644, 8)
        number(0, 8)
        number(0, 8)
        number(Int64(size), 12)
        number(time, 12)
        let checksumPlace = header.count
        // Counted as blanks.
        field("        ", 8)
        header.append(Self.regularFile)
        field("", 100)
        field("ustar", 6)
        header += Array("00".utf8)
        field("root", 32)
        field("root", 32)
        number(0, 8)
        number(0, 8)
        field("", Self.block - header.count)
        let digits = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        let checksum = String(repeating: "0", count: 6 - digits.utf8.count) + digits
        header.replaceSubrange(checksumPlace..<checksumPlace + 7, with: Array(checksum.utf8) + [0])
        return header
    }
}
