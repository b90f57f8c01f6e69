import Foundation

/// Answers requests on the control socket of a running node.
///
/// A Unix domain socket in the data directory that only the node's user may open. One request a
/// connection: a line of JSON in, a line of JSON out. At most 16 connections at once, and 5 s for
/// either line; whoever is slower is cut off.
package final class ControlServer: Sendable {
    package typealias Handler = @Sendable (ControlRequest) async -> ControlReply

    /// - Units: octets.
    ///
    /// A message of 64 KiB that is to be explained is four times as long as numbers in JSON.
    static let longestRequest = 512 << 10
    static let longestReply = 16 << 20

    private let mailbox: ControlMailbox
    private let hasEnded = DispatchSemaphore(value: 0)

    /// Listens in a data directory, in the place of a socket file that a killed node left there.
    ///
    /// - Throws: `secondNode` where a live one answers.
    package init(directory: String, handler: @escaping Handler) throws(ControlError) {
        let (descriptor, inode) = try Self.listen(directory)
        let mailbox = try ControlMailbox(directory: directory)
        self.mailbox = mailbox
        Thread.detachNewThread { [hasEnded] in
            var loop = ControlLoop(listener: descriptor, mailbox: mailbox, handler: handler)
            loop.run()
            // A later node may have put its own socket there; that one stays.
            if let socket = try? ControlSocket(directory: directory), socket.inode == inode {
                socket.remove()
            }
            hasEnded.signal()
        }
    }

    /// Stops answering and removes the socket's file; waits until that is done.
    package func close() {
        mailbox.close()
        hasEnded.wait()
        hasEnded.signal()
    }

    private static func listen(_ directory: String) throws(ControlError) -> (
        descriptor: Int32, inode: UInt64?
    ) {
        let socket = try ControlSocket(directory: directory)
        try removeStale(socket, directory)
        let descriptor = try socket.makeSocket()
        // On Linux the file gets the mode of the socket, so there is no moment in which others may
        // open it.
        var failure = fchmod(descriptor, 0o600) == 0 ? 0 : errno
        if failure == 0 { failure = socket.bind(descriptor) }
        if failure == 0, Foundation.listen(descriptor, 16) != 0 { failure = errno }
        guard failure == 0 else {
            Foundation.close(descriptor)
            throw .system(path: socket.path, action: "listen there", number: failure)
        }
        return (descriptor, socket.inode)
    }

    private static func removeStale(
        _ socket: borrowing ControlSocket, _ directory: String
    ) throws(ControlError) {
        let probe = try socket.makeSocket()
        defer { Foundation.close(probe) }
        switch socket.connect(probe) {
        case 0, EAGAIN: throw .secondNode(directory: directory, pid: peerProcess(probe))
        case ECONNREFUSED: socket.remove()
        case ENOENT: break
        case let number:
            throw .system(path: socket.path, action: "look for a running node", number: number)
        }
    }
}
