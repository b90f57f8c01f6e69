import Foundation
import Synchronization

/// Keeps a second node off a data directory: an advisory lock that ends with the process, however
/// it ends.
final class NodeLock: Sendable {
    private let file: Mutex<Int32>

    init(directory: String) throws(StorageError) {
        let path = directory.hasSuffix("/") ? directory + "node.lock" : directory + "/node.lock"
        let file = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw StorageError(
                .directoryUnwritable, "cannot be written (\(String(cString: strerror(errno))))",
                at: path,
                remedy: "run as the owner of the directory, or change its owner")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            Foundation.close(file)
            throw StorageError(
                .secondNode, "another node runs with this data directory", at: directory,
                remedy:
                    "stop it (fuser -v \(path) names it), or use another directory with --data"
            )
        }
        self.file = Mutex(file)
    }

    deinit { release() }

    func release() {
        file.withLock { file in
            if file >= 0 { close(file) }
            file = -1
        }
    }
}
