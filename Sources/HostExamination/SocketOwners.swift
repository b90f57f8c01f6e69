/// Which process has which socket, as far as this user may see.
package struct SocketOwners: Sendable {
    private var owners: [UInt64: Int32] = [:]

    /// - Parameter wanted: the sockets of interest; looking stops when all are found.
    /// - Cost: a look at each descriptor of each process until then.
    package init(of wanted: Set<UInt64>) {
        var left = wanted
        for name in TextFile.names(in: "/proc") {
            guard !left.isEmpty else { return }
            guard let pid = Int32(name) else { continue }
            for inode in Self.sockets(of: pid) where left.remove(inode) != nil {
                owners[inode] = pid
            }
        }
    }

    /// - Returns: nil for a socket of a process that cannot be seen.
    package func process(of inode: UInt64) -> Int32? { owners[inode] }

    /// What the system calls a process: the first 15 octets of its program's name.
    package static func name(of pid: Int32) -> String? {
        guard let text = TextFile.contents("/proc/\(pid)/comm") else { return nil }
        return String(text.prefix { $0 != "\n" })
    }

    private static func sockets(of pid: Int32) -> [UInt64] {
        let directory = "/proc/\(pid)/fd"
        return TextFile.names(in: directory).compactMap { descriptor in
            guard let target = TextFile.link("\(directory)/\(descriptor)"),
                target.hasPrefix("socket:[")
            else { return nil }
            return UInt64(target.dropFirst("socket:[".count).dropLast())
        }
    }
}
