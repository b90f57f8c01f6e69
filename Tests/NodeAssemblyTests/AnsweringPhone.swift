import Foundation
import NIOCore
import NetworkAddresses
import Rehearsal
import SIPTestKit
import Synchronization

/// Somebody's own phone: rings, answers unless told otherwise, and remembers what it heard.
final class AnsweringPhone: Sendable {
    let endpoint: SocketEndpoint
    private let state = Mutex((heard: [String](), isOver: false))
    private let hasEnded = DispatchSemaphore(value: 0)

    init(answers: Bool = true) throws {
        let socket = try DatagramSocket(.loopbackV4)
        endpoint = socket.endpoint
        let line = Line(socket: socket)
        Thread.detachNewThread { [self] in
            while !state.withLock({ $0.isOver }) {
                usleep(5000)
                while let (bytes, source) = line.socket.receive() {
                    hear(MessageView(bytes), source, line.socket, answers)
                }
            }
            hasEnded.signal()
        }
    }

    /// The methods of what it heard, each once, in order.
    var heard: [String] { state.withLock { $0.heard } }

    /// Stops listening.
    func end() -> [String] {
        state.withLock { $0.isOver = true }
        hasEnded.wait()
        return heard
    }

    private func hear(
        _ message: MessageView, _ source: SocketEndpoint, _ socket: DatagramSocket, _ answers: Bool
    ) {
        guard message.isRequest else { return }
        state.withLock { if !$0.heard.contains(message.method) { $0.heard.append(message.method) } }
        let contact = "<sip:phone@\(endpoint)>"
        var statuses: [Int] =
            switch message.method {
            case "ACK": []
            case "INVITE": answers ? [180, 200] : [180]
            default: [200]
            }
        if message.method == "CANCEL", let invite = invite.withLock({ $0 }) {
            statuses = [200]
            send(ResponseText(487, to: invite, contact: contact), to: source, socket)
        }
        if message.method == "INVITE" { invite.withLock { $0 = message } }
        for status in statuses {
            send(ResponseText(status, to: message, contact: contact), to: source, socket)
        }
    }

    private let invite = Mutex<MessageView?>(nil)

    private func send(
        _ response: ResponseText, to source: SocketEndpoint, _ socket: DatagramSocket
    ) {
        socket.send(ByteBuffer(string: response.text), to: source)
    }

    /// Safe to send: the thread that gets it is the only one that uses it.
    private struct Line: @unchecked Sendable {
        let socket: DatagramSocket
    }
}
