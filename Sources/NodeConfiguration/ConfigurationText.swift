import Glibc

/// The bytes of one configuration file, or why there are none.
enum ConfigurationText {
    /// There is no such file.
    case missing
    /// UTF-8 without NUL.
    case bytes([UInt8])
    /// The file is there but cannot be used.
    case unusable(ConfigurationMistake)

    /// Beyond this a file is not a configuration; 1 MiB holds tens of thousands of peers.
    static let sizeLimit = 1 << 20

    /// Reads a whole file. Never blocks on a pipe and never reads a directory.
    static func read(_ path: String) -> ConfigurationText {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let reason = errno
            return reason == ENOENT ? .missing : .unusable(cannotRead(path, reason))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .unusable(cannotRead(path, errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let kind = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "not a regular file"
            return .unusable(
                mistake(path, "is \(kind)", "Put a text file of name=value lines in its place."))
        }
        var bytes: [UInt8] = []
        while bytes.count <= sizeLimit {
            var count = 0
            var reason: Int32 = 0
            bytes += [UInt8](unsafeUninitializedCapacity: 1 << 16) { room, initialized in
                count = Glibc.read(descriptor, room.baseAddress!, room.count)
                reason = errno
                initialized = max(count, 0)
            }
            if count < 0, reason == EINTR { continue }
            if count < 0 { return .unusable(cannotRead(path, reason)) }
            if count == 0 { return checked(bytes, path) }
        }
        return .unusable(
            mistake(
                path, "is larger than 1 MiB", "Put a text file of name=value lines in its place."))
    }

    private static func checked(_ bytes: [UInt8], _ path: String) -> ConfigurationText {
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
            return .unusable(mistake(path, "is not UTF-8 text", "Save it as UTF-8 text."))
        }
        return .bytes(bytes)
    }

    private static func cannotRead(_ path: String, _ reason: Int32) -> ConfigurationMistake {
        let remedy =
            switch reason {
            case EACCES, EPERM: "Give the node's user the right to read it: chmod a+r \(path)."
            case ENOTDIR: "Name a directory that holds the configuration files."
            case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n)."
            case ELOOP: "Remove the loop of symbolic links."
            default: "Check the file and the disk it lies on."
            }
        return mistake(path, "cannot be read: \(systemText(reason))", remedy)
    }

    private static func mistake(
        _ path: String, _ what: String, _ remedy: String
    ) -> ConfigurationMistake {
        ConfigurationMistake(at: ConfigurationOrigin(file: path), what: what, remedy: remedy)
    }
}

/// The system's words for an error number.
func systemText(_ number: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let result = buffer.withUnsafeMutableBytes {
        strerror_r(number, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard result == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
}
