import Foundation

/// The control socket of a data directory, as a file name, a path and an address.
struct ControlSocket: ~Copyable {
    static let fileName = "control.sock"
    /// The longest path that an address of a Unix domain socket holds, without its NUL.
    static let longestPath = 107

    /// As people are told.
    let path: String
    private let directory: Int32
    /// Short enough for an address: `path`, or the same place through the directory that is held
    /// open.
    private let shortPath: String

    init(directory: String) throws(ControlError) {
        let path =
            directory.hasSuffix("/") ? directory + Self.fileName : "\(directory)/\(Self.fileName)"
        self.path = path
        guard path.utf8.count > Self.longestPath else {
            self.directory = -1
            shortPath = path
            return
        }
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .system(path: directory, action: "open the data directory", number: errno)
        }
        self.directory = descriptor
        shortPath = "/proc/self/fd/\(descriptor)/\(Self.fileName)"
    }

    deinit { if directory >= 0 { close(directory) } }

    /// A stream that blocks nobody and is closed on exec.
    static let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)

    func makeSocket() throws(ControlError) -> Int32 {
        let descriptor = socket(AF_UNIX, Self.kind, 0)
        guard descriptor >= 0 else {
            throw .system(path: path, action: "make a socket", number: errno)
        }
        return descriptor
    }

    /// - Returns: 0 or an error number.
    func connect(_ descriptor: Int32) -> Int32 {
        withAddress { Foundation.connect(descriptor, $0, $1) == 0 ? 0 : errno }
    }

    /// - Returns: 0 or an error number.
    func bind(_ descriptor: Int32) -> Int32 {
        withAddress { Foundation.bind(descriptor, $0, $1) == 0 ? 0 : errno }
    }

    /// The file's number; nil if there is none.
    var inode: UInt64? {
        var status = stat()
        return lstat(shortPath, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    func remove() { unlink(shortPath) }

    private func withAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: shortPath.utf8) }
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// The process at the other end of a connected socket.
func peerProcess(_ descriptor: Int32) -> Int32 {
    var credentials = PeerCredentials()
    var length = socklen_t(MemoryLayout<PeerCredentials>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else {
        return 0
    }
    return credentials.pid
}

/// `struct ucred` of Linux, which the C library shows only under a feature macro.
private struct PeerCredentials {
    var pid: Int32 = 0
    var uid: UInt32 = 0
    var gid: UInt32 = 0
}

/// The system's words for an error number.
func systemWords(_ number: Int32) -> String { String(cString: strerror(number)) }

/// - Units: milliseconds on the monotonic clock.
func monotonicMilliseconds() -> Int { Int(DispatchTime.now().uptimeNanoseconds / 1_000_000) }
