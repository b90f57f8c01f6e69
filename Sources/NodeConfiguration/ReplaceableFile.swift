import Glibc

/// A text file that is replaced as a whole or not at all.
///
/// Two commands that edit at once wait for each other through a lock on the directory; an editor
/// that does not know the lock is noticed by the file's fingerprint, but for the instant before the
/// rename.
package struct ReplaceableFile: ~Copyable {
    private let path: String
    private let directory: String
    private let lock: Int32
    private let before: stat?
    /// Empty if there is no such file.
    package let bytes: [UInt8]

    /// Opens and reads the file and locks its directory; links are followed, so that a link stays
    /// one.
    package init(_ written: String) throws(TrunksFileError) {
        let path = Self.resolved(written)
        let directory = Self.directory(of: path)
        let lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0 else { throw .cannotWrite(directory, errno) }
        while flock(lock, LOCK_EX) != 0 {
            let reason = errno
            if reason == EINTR { continue }
            close(lock)
            throw .cannotWrite(directory, reason)
        }
        let before = Self.status(path)
        switch ConfigurationText.read(path) {
        case .missing: bytes = []
        case .bytes(let read): bytes = read
        case .unusable(let mistake):
            close(lock)
            throw .unreadable(mistake)
        }
        (self.path, self.directory, self.lock, self.before) = (path, directory, lock, before)
    }

    deinit { close(lock) }

    /// Writes beside the file, waits until it is on the disk, and renames; mode and owner stay.
    ///
    /// - Throws: with the old file untouched.
    package mutating func replace(with new: [UInt8]) throws(TrunksFileError) {
        var name = Array("\(path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw .cannotWrite(directory, errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let reason = fill(descriptor, with: new)
        close(descriptor)
        guard reason == 0 else {
            unlink(name)
            throw .cannotWrite(path, reason)
        }
        guard Self.same(before, Self.status(path)) else {
            unlink(name)
            throw .changedMeanwhile(path)
        }
        guard rename(name, path) == 0 else {
            let reason = errno
            unlink(name)
            throw .cannotWrite(path, reason)
        }
        // The rename is done; if the directory cannot be flushed there is nothing better to do.
        _ = fsync(lock)
    }

    /// - Returns: 0 or an error number.
    private func fill(_ descriptor: Int32, with new: [UInt8]) -> Int32 {
        if let before {
            // Only root may give a file away; for others the file becomes theirs, as with any
            // editor.
            if fchown(descriptor, before.st_uid, before.st_gid) != 0, geteuid() == 0 {
                return errno
            }
            guard fchmod(descriptor, before.st_mode & 0o7777) == 0 else { return errno }
        } else {
            guard fchmod(descriptor, 0o644) == 0 else { return errno }
        }
        var rest = new[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress!, $0.count) }
            let reason = errno
            if count < 0, reason == EINTR { continue }
            if count < 0 { return reason }
            rest = rest.dropFirst(count)
        }
        return fsync(descriptor) == 0 ? 0 : errno
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }

    private static func same(_ left: stat?, _ right: stat?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return left.st_ino == right.st_ino && left.st_size == right.st_size
            && left.st_mtim.tv_sec == right.st_mtim.tv_sec
            && left.st_mtim.tv_nsec == right.st_mtim.tv_nsec
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
