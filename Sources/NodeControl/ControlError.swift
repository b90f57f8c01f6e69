/// Why a running node was not reached, or cannot be reached by others.
package enum ControlError: Error, Hashable, Sendable {
    /// Nothing answers in that data directory.
    case noNode(directory: String)
    /// Another process serves that data directory already.
    case secondNode(directory: String, pid: Int32)
    /// The system refused something about the socket: the path, what was tried, its error number.
    case system(path: String, action: String, number: Int32)
    /// The node took longer than that.
    case timeout(path: String, seconds: Int)
    /// What came back cannot be understood; the node may be of another version.
    case badReply(path: String)
}

extension ControlError: CustomStringConvertible {
    /// One line: what, where, what to do.
    package var description: String {
        switch self {
        case .noNode(let directory):
            "no node is running on \(directory); start one with: clearwater serve --data \(directory)"
        case .secondNode(let directory, let pid):
            "another clearwater serves \(directory) (pid \(pid)); stop that one, or name another directory with --data"
        case .system(let path, let action, let number):
            "\(path): cannot \(action): \(systemWords(number)); \(Self.remedy(number))"
        case .timeout(let path, let seconds):
            "\(path): the node did not answer within \(seconds) s; see whether it is overloaded or stopped"
        case .badReply(let path):
            "\(path): the node's answer cannot be understood; use the clearwater of the running version"
        }
    }

    private static func remedy(_ number: Int32) -> String {
        switch number {
        case 1, 13: "run the command as the user of the node, such as with sudo -u"
        case 23, 24: "no file descriptors are left: raise the limit (ulimit -n)"
        case 2, 20: "create the directory, or name another with --data"
        case 28: "make room on the disk"
        case 30: "the file system is read-only: name another directory with --data"
        default: "check the data directory and who may use it"
        }
    }
}
