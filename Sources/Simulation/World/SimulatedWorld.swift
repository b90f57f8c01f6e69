import Determinism
import IMSEngine
import NetworkAddresses
import SIPTestKit
import SIPTransports
import Subscribers

/// One seed's world: the node, the wires, the disk, the peers, and those who watch.
final class SimulatedWorld {
    let seed: UInt64
    var dice: Dice
    var scenario: Scenario
    private(set) var now = Instant(nanoseconds: 1_000_000_000)
    private var agenda = Agenda()
    private(set) var network: SimulatedNetwork! = nil
    private(set) var node: SimulatedNode! = nil
    private(set) var store: SimulatedStore! = nil
    private(set) var agents: [UserAgent] = []
    private var byDatagramEndpoint: [SocketEndpoint: UserAgent] = [:]
    private var byStreamEndpoint: [SocketEndpoint: UserAgent] = [:]
    var trace = Trace()
    var watch = Watch()
    var overheard = Overheard()

    init(seed: UInt64, prints: Bool) {
        self.seed = seed
        var dice = Dice(seed: seed)
        scenario = Scenario(from: &dice)
        self.dice = dice
        trace.prints = prints
        network = SimulatedNetwork(self)
        store = SimulatedStore(self)
        node = SimulatedNode(self, seed: self.dice.number())
    }

    // MARK: - Time

    var wall: WallTime { WallTime(milliseconds: 1_800_000_000_000 + now.nanoseconds / 1_000_000) }
    var clocks: Now { Now(instant: now, wall: wall) }

    func at(_ time: Instant, _ happen: @escaping () -> Void) {
        agenda.plan(at: max(time, now), happen)
    }

    func after(_ interval: Interval, _ happen: @escaping () -> Void) {
        agenda.plan(at: now + interval, happen)
    }

    /// Lets everything happen that is due by then.
    func run(until end: Instant) {
        while true {
            let timer = node.nextDeadline
            let planned = agenda.next
            guard let next = [timer, planned].compactMap(\.self).min(), next <= end else { break }
            now = max(now, next)
            if let timer, timer <= next { node.advance() } else { agenda.take()?() }
        }
        now = max(now, end)
    }

    // MARK: - Peers

    func add(_ agent: UserAgent) {
        agents.append(agent)
        switch agent.peer.transport {
        case .udp:
            byDatagramEndpoint[agent.peer.endpoint] = agent
            if agent.listensOnBoth { byStreamEndpoint[agent.peer.endpoint] = agent }
        case .tcp: byStreamEndpoint[agent.peer.endpoint] = agent
        }
    }

    func agent(at endpoint: SocketEndpoint, over transport: TransportProtocol) -> UserAgent? {
        transport == .udp ? byDatagramEndpoint[endpoint] : byStreamEndpoint[endpoint]
    }

    /// Somebody hung up and was answered.
    ///
    /// Without losses and restarts a call that is up can always be ended from either side.
    func ended(_ conversation: Conversation, _ answer: MessageView) {
        guard scenario.isCalm, let status = answer.status, status >= 300, status != 481 else {
            return
        }
        watch.report("BYE of \(conversation.dialog.callID) was answered \(answer.startLine)", now)
    }

    /// A phone rings, and somebody listens on the wire.
    func overhear(_ invite: MessageView) {
        overheard.note(invite)
        let strangers = agents.compactMap { $0 as? Stranger }
        if dice.chance(0.3), !strangers.isEmpty { dice.pick(strangers).meddle(with: invite) }
    }

    /// What the DNS says of a trunk's name: its own place, sometimes behind one where nobody is.
    func servers(of host: String) -> ServersAnswer {
        guard
            let trunk = agents.compactMap({ $0 as? ModelledTrunk }).first(where: { $0.host == host }
            )
        else { return .nothing }
        if !scenario.isCalm, dice.chance(0.1) { return .unavailable }
        let place = ServerTarget(transport: trunk.peer.transport, endpoint: trunk.peer.endpoint)
        let nobody = ServerTarget(transport: .udp, endpoint: SocketEndpoint("192.0.2.98:5060"))
        return .found(!scenario.isCalm && dice.chance(0.2) ? [nobody, place] : [place])
    }

    // MARK: - What the watchers see

    func arrived(_ message: MessageView, over flow: Flow) {
        trace.note("->", message, over: flow, at: now)
        watch.arrived(message, over: flow, epoch: node.epoch, at: now)
    }

    func left(_ message: MessageView, over flow: Flow) {
        trace.note("<-", message, over: flow, at: now)
        watch.left(message, over: flow, epoch: node.epoch, at: now, disk: store.disk, wall: wall)
    }
}
