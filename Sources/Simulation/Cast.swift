import Determinism
import SIPTestKit
import SIPTransports
import Subscribers

/// Who is in a seed's world, and what they set out to do.
final class Cast {
    private let world: SimulatedWorld
    private let phones: [ModelledPhone]
    private let trunks: [ModelledTrunk]
    private let strangers: [Stranger]
    private static let numbers = ["+15551000001", "+15551000002", "+15551000003"]

    init(in world: SimulatedWorld) {
        self.world = world
        for number in Self.numbers {
            world.store.disk.provision(number, password: "secret \(number)")
        }
        let places: [(Int, Peer)] = [
            (0, Peer("203.0.113.5:5062")), (0, Peer("203.0.113.6:5060", over: .tcp)),
            (1, Peer("203.0.113.7:5060")), (2, Peer("[2001:db8:5::8]:5060")),
        ]
        phones = places.enumerated().map { index, place in
            ModelledPhone(
                user: Self.numbers[place.0], password: "secret \(Self.numbers[place.0])",
                name: "phone\(index)", at: place.1, in: world)
        }
        phones[2].listensOnBoth = true
        trunks = [
            ModelledTrunk("trunk0", at: Peer("192.0.2.10:5060"), in: world),
            ModelledTrunk("trunk1", at: Peer("198.51.100.7:5060", over: .tcp), in: world),
            ModelledTrunk("trunk2", at: Peer("[2001:db8:7::1]:5070"), in: world),
        ]
        trunks[0].host = "sbc.carrier.example"
        trunks[1].host = "tcp.carrier.example"
        strangers = [
            Stranger("stranger0", at: Peer("203.0.113.66:5060"), in: world),
            Stranger("stranger1", at: Peer("203.0.113.67:5060", over: .tcp), in: world),
        ]
        for agent in phones as [UserAgent] + trunks + strangers { world.add(agent) }
    }

    func planEverything() {
        for phone in phones where world.dice.chance(0.9) {
            world.after(world.dice.milliseconds(0...3000)) { phone.register() }
        }
        var time = world.now + .seconds(2)
        for _ in 0..<world.scenario.actions {
            time = time + world.dice.milliseconds(world.scenario.pace)
            world.at(time) { [self] in act() }
        }
        for _ in 0..<world.scenario.restarts {
            world.after(world.dice.milliseconds(500...70_000)) { [self] in
                restart(after: world.dice.milliseconds(1...3000))
            }
        }
        for _ in 0..<world.scenario.brokenConnections {
            world.after(world.dice.milliseconds(500...70_000)) { [world] in world.network.breakOne()
            }
        }
    }

    private func act() {
        let number = world.dice.pick(Self.numbers)
        // Somebody edits the subscriber in the store: what the node remembers no longer counts.
        if world.dice.chance(0.1), let key = SubscriberKey(number) {
            world.node.receive(.subscriberChanged(key))
        }
        switch world.dice.below(20) {
        case 0..<7: world.dice.pick(trunks).call(number: number)
        case 7..<10: world.dice.pick(trunks).text(number: number)
        case 10: world.dice.pick(trunks).ping()
        case 11, 12: world.dice.pick(phones).call(number)
        case 13: world.dice.pick(phones).text(number)
        case 14, 15: world.dice.pick(phones).register()
        case 16: world.dice.pick(phones).register(expires: 0)
        case _: world.dice.pick(strangers).probe(number)
        }
    }

    private func restart(after pause: Interval) {
        world.trace.note("the node is killed", at: world.now)
        world.node.kill()
        world.after(pause) { [world] in
            guard !world.node.isUp else { return }
            world.node.start(seed: world.dice.number())
            world.trace.note("the node is back", at: world.now)
        }
    }

    /// An acknowledged registration is found again: after one more restart, a message for each
    /// subscriber reaches every phone that was told it is registered.
    func checkRegistrationsAfterRestart() {
        world.node.kill()
        world.node.start(seed: world.dice.number())
        world.trace.note("the node was restarted for the last look", at: world.now)
        let expected = phones.filter { ($0.acknowledgedUntil ?? world.now) > world.now }
        var bodies: [String: String] = [:]
        for number in Self.numbers { bodies[number] = trunks[0].text(number: number) }
        world.run(until: world.now + .seconds(40))
        for phone in expected where !phone.received.contains(bodies[phone.user] ?? "") {
            world.watch.report(
                "\(phone.name) was told it is registered, and a message did not reach it", world.now
            )
        }
    }
}
