import Foundation
import Synchronization

/// Carries answers from the tasks that made them to the thread that writes them, and wakes it.
final class ControlMailbox: Sendable {
    private struct Contents {
        var answers: [(connection: Int, line: [UInt8])] = []
        var isClosed = false
    }

    /// Readable when there is something.
    let descriptor: Int32
    /// The other end of the same socket pair; what is written here wakes the reader.
    private let bell: Int32
    private let contents = Mutex(Contents())

    init(directory: String) throws(ControlError) {
        var pair: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, ControlSocket.kind, 0, &pair) == 0 else {
            throw .system(path: directory, action: "make a socket pair", number: errno)
        }
        (descriptor, bell) = (pair[0], pair[1])
    }

    deinit {
        Foundation.close(descriptor)
        Foundation.close(bell)
    }

    func put(_ line: [UInt8], for connection: Int) {
        contents.withLock { $0.answers.append((connection, line)) }
        wake()
    }

    func close() {
        contents.withLock { $0.isClosed = true }
        wake()
    }

    /// - Returns: nil once closed.
    func take() -> [(connection: Int, line: [UInt8])]? {
        var rings = [UInt8](repeating: 0, count: 256)
        _ = read(descriptor, &rings, rings.count)
        return contents.withLock { contents in
            defer { contents.answers.removeAll() }
            return contents.isClosed ? nil : contents.answers
        }
    }

    private func wake() {
        // Full means that the reader has not yet woken from earlier ones; it will find this too.
        var one: UInt8 = 1
        _ = send(bell, &one, 1, Int32(MSG_NOSIGNAL))
    }
}
