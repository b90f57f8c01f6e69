import Glibc

/// What the file system says about the configuration files, cheap enough to ask several times a
/// second.
///
/// A file that is half saved need not be feared if two equal fingerprints are asked for before
/// loading: editors write beside the file and rename, which is one step; whoever writes in place
/// changes size and times at each write. `ConfigurationChangeDetector` does that.
package struct ConfigurationFingerprint: Hashable, Sendable {
    /// One file: all zero but `failure` if it cannot be asked about.
    package struct File: Hashable, Sendable {
        package var device: UInt64 = 0
        package var inode: UInt64 = 0
        /// Bytes.
        package var size: Int64 = 0
        /// Nanoseconds since 1970.
        package var modified: Int64 = 0
        /// Nanoseconds since 1970; differs after chmod too, which may have made a file readable.
        package var changed: Int64 = 0
        /// The error number of the question; `ENOENT` for a file that is not there.
        package var failure: Int32 = 0

        package init() {}

        package init(failure: Int32) { self.failure = failure }
    }

    /// In the order of `ConfigurationDirectory.fileNames`.
    package let files: [File]

    package init(files: [File]) { self.files = files }

    /// Asks about every file; links are followed.
    ///
    /// - Cost: four calls of `stat`.
    package static func read(_ directory: ConfigurationDirectory) -> ConfigurationFingerprint {
        ConfigurationFingerprint(
            files: ConfigurationDirectory.fileNames.map { file(directory.path(of: $0)) })
    }

    private static func file(_ path: String) -> File {
        var status = stat()
        guard stat(path, &status) == 0 else { return File(failure: errno) }
        var file = File()
        file.device = UInt64(status.st_dev)
        file.inode = UInt64(status.st_ino)
        file.size = Int64(status.st_size)
        file.modified = nanoseconds(status.st_mtim)
        file.changed = nanoseconds(status.st_ctim)
        return file
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

/// Says when a change of the configuration files has come to rest.
///
/// Ask every 500 ms, and a saved file is loaded within a second. Take the fingerprint before
/// loading: a file that changes while it is being read then differs from what is remembered, and is
/// loaded again.
package struct ConfigurationChangeDetector: Sendable {
    /// What was loaded.
    private var loaded: ConfigurationFingerprint
    private var last: ConfigurationFingerprint

    package init(loaded: ConfigurationFingerprint) {
        self.loaded = loaded
        self.last = loaded
    }

    /// - Returns: true once for each change, as soon as two questions in a row had the same answer.
    package mutating func observe(_ fingerprint: ConfigurationFingerprint) -> Bool {
        defer { last = fingerprint }
        guard fingerprint != loaded, fingerprint == last else { return false }
        loaded = fingerprint
        return true
    }
}
