import Foundation
import NIOCore
import NetworkAddresses
import Rehearsal
import SIPTestKit
import Synchronization
import Troubleshooting

/// A node that answers 404 to whatever it hears, but for ACK.
enum RefusingNode {
    /// Plays a call and an SMS to one.
    ///
    /// - Returns: what it heard, in order.
    static func heard(
        _ dialect: TrunkDialect, at address: IPAddress = .loopbackV4, caller: String? = nil
    ) throws -> [MessageView] {
        let socket = try DatagramSocket(address)
        let plan = TrunkTestPlan(
            order: TrunkTestOrder(
                trunk: "played", number: "+33182882566", sms: "Grüße, 世界", caller: caller),
            dialect: dialect, node: socket.endpoint, overTCP: false, domain: "example.com",
            address: address, hasBuiltInPhone: false)
        let line = Line(socket: socket)
        let heard = Heard()
        let hasEnded = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while !heard.isOver {
                while let (bytes, source) = line.socket.receive() {
                    let message = MessageView(bytes)
                    heard.append(message)
                    guard message.method != "ACK" else { continue }
                    let refusal = ResponseText(404, to: message)
                    line.socket.send(ByteBuffer(string: refusal.text), to: source)
                }
                usleep(1000)
            }
            hasEnded.signal()
        }
        try TrunkTest(plan, tell: { _ in }).play()
        heard.end()
        hasEnded.wait()
        return heard.all
    }

    private final class Heard: Sendable {
        private let state = Mutex((messages: [MessageView](), isOver: false))

        var all: [MessageView] { state.withLock { $0.messages } }
        var isOver: Bool { state.withLock { $0.isOver } }
        func append(_ message: MessageView) { state.withLock { $0.messages.append(message) } }
        func end() { state.withLock { $0.isOver = true } }
    }

    /// Safe to send: the thread that gets it is the only one that uses it.
    private struct Line: @unchecked Sendable {
        let socket: DatagramSocket
    }
}
