import Determinism
import NIOCore
import NetworkAddresses
import SIPTestKit
import SIPTransports

/// The wires: datagrams are lost, delayed, repeated and overtaken; connections delay, and break.
final class SimulatedNetwork {
    private unowned let world: SimulatedWorld
    private var lastAccepted: UInt64 = 1
    /// By their number.
    private(set) var connections: [UInt64: Connection] = [:]
    private var lastPort: UInt16 = 40_000
    /// Once the rough part is over nothing gets lost any more.
    var isPerfect = false

    init(_ world: SimulatedWorld) { self.world = world }

    // MARK: - Towards the node

    func sendDatagram(_ text: String, from agent: UserAgent) {
        let flow = agent.peer.flow(in: world.node.listeners)
        for delay in copies() {
            world.after(delay) { [world] in world.node.receive(text, over: flow) }
        }
    }

    func send(_ text: String, over connection: Connection) {
        guard connection.isOpen else { return }
        connection.arrivalAtNode = max(connection.arrivalAtNode, world.now + delay())
        world.at(connection.arrivalAtNode) { [world] in
            if connection.isOpen { world.node.receive(text, over: connection.flow) }
        }
    }

    /// A peer opens a connection; nil while the node is down.
    func connect(_ agent: UserAgent) -> Connection? {
        guard world.node.isUp else { return nil }
        lastAccepted += 2
        lastPort += 1
        var peer = Peer("\(agent.peer.endpoint.address.hostText):\(lastPort)", over: .tcp)
        peer.connection = lastAccepted
        let connection = Connection(flow: peer.flow(in: world.node.listeners), agent: agent)
        connections[lastAccepted] = connection
        return connection
    }

    // MARK: - From the node

    func carry(_ bytes: ByteBuffer, _ message: MessageView, over flow: Flow) {
        if flow.connection == 0 {
            guard let agent = world.agent(at: flow.remote, over: .udp) else { return }
            for delay in copies() { world.after(delay) { agent.receive(message, over: nil) } }
        } else if let connection = connections[flow.connection], connection.isOpen {
            connection.arrivalAtAgent = max(connection.arrivalAtAgent, world.now + delay())
            world.at(connection.arrivalAtAgent) {
                if connection.isOpen { connection.agent.receive(message, over: connection) }
            }
        }
    }

    /// The node opens a connection to a peer that listens, or finds none.
    func open(_ flow: Flow) {
        guard let agent = world.agent(at: flow.remote, over: .tcp) else {
            world.after(delay()) { [world, epoch = world.node.epoch] in
                if world.node.epoch == epoch { world.node.connectionClosed(flow) }
            }
            return
        }
        connections[flow.connection] = Connection(flow: flow, agent: agent)
    }

    func close(_ flow: Flow) {
        if let connection = connections[flow.connection] { breakOff(connection, tellsNode: false) }
    }

    /// A connection ends: both sides hear of it after a while.
    func breakOff(_ connection: Connection, tellsNode: Bool = true) {
        guard connection.isOpen else { return }
        connection.isOpen = false
        connections.removeValue(forKey: connection.flow.connection)
        let epoch = world.node.epoch
        world.after(delay()) { connection.agent.connectionClosed(connection) }
        guard tellsNode else { return }
        world.after(delay()) { [world] in
            if world.node.epoch == epoch { world.node.connectionClosed(connection.flow) }
        }
    }

    func breakAll() {
        for number in connections.keys.sorted() {
            if let connection = connections[number] { breakOff(connection, tellsNode: false) }
        }
    }

    func breakOne() {
        guard !connections.isEmpty else { return }
        let number = world.dice.pick(connections.keys.sorted())
        if let connection = connections[number] { breakOff(connection) }
    }

    // MARK: - Chance

    private func delay() -> Interval {
        world.dice.milliseconds(isPerfect ? 1...5 : world.scenario.delay)
    }

    /// How long each copy of a datagram takes; none where it is lost.
    private func copies() -> [Interval] {
        if isPerfect { return [delay()] }
        if world.dice.chance(world.scenario.loss) { return [] }
        return world.dice.chance(world.scenario.duplication) ? [delay(), delay()] : [delay()]
    }
}
