import Foundation
import NodeAssembly
import NodeConfiguration
import NodeControl
import Provisioning
import Rehearsal
import SIPTransportNIO
import Storage

/// Why a command could not do what it was asked: what, where and what to do, for the person at the
/// terminal.
struct Complaint: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// True for errors whose description is made for people; of others the parser knows what to
    /// say.
    static func speaksForItself(_ error: any Error) -> Bool {
        switch error {
        case is Complaint, is ProvisioningError, is NodeError, is StorageError, is ControlError, is TrunksFileError,
            is BindError,
            is RehearsalError:
            true
        default: false
        }
    }
}

/// Writes a result, a line or several, to standard output.
func say(_ text: String) { write(text, to: STDOUT_FILENO) }

/// Writes a message to the person at the terminal, a line or several, to standard error.
func mention(_ text: String) { write(text, to: STDERR_FILENO) }

private func write(_ text: String, to descriptor: Int32) {
    var rest = Array((text + "\n").utf8)[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress!, $0.count) }
        // Nobody reads any more, or the disk is full: there is nobody to tell either.
        guard count > 0 || errno == EINTR else { return }
        rest = rest.dropFirst(max(count, 0))
    }
}
