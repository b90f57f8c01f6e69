import Determinism
import SIPTestKit
import SIPTransports

/// A peer of the node with transactions and dialogs of its own; phones, trunks and strangers are
/// built on it.
class UserAgent {
    unowned let world: SimulatedWorld
    let name: String
    /// Where it listens, and what it puts into its Vias and Contacts.
    let peer: Peer
    var connection: Connection?
    /// True where one on datagrams takes connections too, for what is too large for a datagram.
    var listensOnBoth = false
    var exchanges: [String: Exchange] = [:]
    var served: [String: Served] = [:]
    /// By Call-ID and our tag.
    var conversations: [String: Conversation] = [:]
    private var lastNumber = 0

    init(_ name: String, at peer: Peer, in world: SimulatedWorld) {
        self.name = name
        self.peer = peer
        self.world = world
    }

    // MARK: - Arrivals

    func receive(_ message: MessageView, over connection: Connection?) {
        if message.isRequest {
            receiveRequest(message, over: connection)
        } else {
            receiveResponse(message)
        }
    }

    func connectionClosed(_ closed: Connection) {
        if connection === closed { connection = nil }
    }

    // MARK: - For those built on it

    /// A request outside a dialog that is not a repetition.
    func serve(_ served: Served) { answer(served, 405) }

    var contact: String {
        "<sip:\(name)@\(peer.text)\(peer.transport == .tcp ? ";transport=tcp" : "")>"
    }

    // MARK: - Sending

    /// Another name for something, unique in this world.
    func number() -> String {
        lastNumber += 1
        return "\(name)-\(lastNumber)"
    }

    /// - Parameter connection: where a response's request came from; it goes back there while it
    ///   can.
    func send(_ text: String, over connection: Connection? = nil) {
        if let connection, connection.isOpen { return world.network.send(text, over: connection) }
        switch peer.transport {
        case .udp: world.network.sendDatagram(text, from: self)
        case .tcp:
            if self.connection?.isOpen != true { self.connection = world.network.connect(self) }
            if let connection = self.connection { world.network.send(text, over: connection) }
        }
    }
}
