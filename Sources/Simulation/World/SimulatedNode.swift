import Determinism
import IMSEngine
import NIOCore
import SIPTestKit
import SIPTransports

/// The node: an engine and a shell around it that carries its effects out on the simulated wires
/// and disk.
final class SimulatedNode {
    private unowned let world: SimulatedWorld
    private var engine: Engine
    private var queue = EffectQueue()
    /// Which life of the node this is; answers to questions of an earlier one are lost.
    private(set) var epoch = 1
    private(set) var isUp = true
    let listeners = EngineBench.listeners

    init(_ world: SimulatedWorld, seed: UInt64) {
        self.world = world
        engine = Engine(settings: Self.settings, secrets: EngineBench.secrets, seed: seed)
    }

    private static var settings: EngineSettings {
        var settings = EngineBench.usualSettings
        settings.longestRegistration = 7200
        return settings
    }

    var nextDeadline: Instant? { isUp ? engine.nextDeadline : nil }
    var load: EngineLoad { engine.load }

    func receive(_ text: String, over flow: Flow) {
        guard isUp else { return }
        let message = MessageView(text)
        world.arrived(message, over: flow)
        receive(.message(ByteBuffer(string: text), over: flow))
    }

    func receive(_ input: consuming Input) {
        guard isUp else { return }
        engine.receive(input, at: world.clocks, into: &queue)
        carryOut()
    }

    func connectionClosed(_ flow: Flow) { receive(.flowClosed(flow)) }

    func advance() {
        engine.advance(to: world.clocks, into: &queue)
        carryOut()
    }

    /// The process dies. Connections break, memory and unanswered questions are gone.
    func kill() {
        guard isUp else { return }
        isUp = false
        epoch += 1
        world.network.breakAll()
    }

    func start(seed: UInt64) {
        engine = Engine(settings: Self.settings, secrets: EngineBench.secrets, seed: seed)
        isUp = true
    }

    private func carryOut() {
        var effects: [Effect] = []
        queue.drain { effects.append($0) }
        for effect in effects {
            switch effect {
            case .transmit(let bytes, over: let flow):
                let message = MessageView(bytes)
                world.left(message, over: flow)
                world.network.carry(bytes, message, over: flow)
            case .open(let flow): world.network.open(flow)
            case .close(let flow): world.network.close(flow)
            case .findSubscriber(let key, for: let handle): world.store.find(key, for: handle)
            case .storeBindings(let bindings, subscriber: let subscriber, for: let handle):
                world.store.write(bindings, of: subscriber, for: handle)
            case .findServers(let query, for: let handle):
                let epoch = epoch
                let answer = world.servers(of: query.host)
                world.after(world.dice.milliseconds(1...800)) { [self] in
                    if self.epoch == epoch { receive(.servers(answer, for: handle)) }
                }
            case .contactsRemoved, .event: break
            }
        }
    }
}
