import Determinism
import IMSEngine
import SIPTestKit
import Subscribers

/// A store with a disk: writes are made durable in their order, later; what was not by then is lost
/// with the node.
final class SimulatedStore {
    private unowned let world: SimulatedWorld
    /// What is on the disk.
    let disk = FakeStore()
    private var writtenUntil = Instant(nanoseconds: 0)
    var isPerfect = false

    init(_ world: SimulatedWorld) { self.world = world }

    /// Reads see what is on the disk at the moment of their answer.
    func find(_ key: SubscriberKey, for handle: Handle) {
        let epoch = world.node.epoch
        let fails = self.fails
        world.after(duration()) { [self] in
            guard world.node.epoch == epoch else { return }
            let answer: SubscriberAnswer =
                fails ? .unavailable : disk.record(of: key).map { .found($0) } ?? .unknown
            world.node.receive(.subscriber(answer, for: handle))
        }
    }

    func write(_ bindings: [Binding], of subscriber: Int64, for handle: Handle) {
        let epoch = world.node.epoch
        let fails = self.fails
        writtenUntil = max(writtenUntil, world.now + duration())
        world.at(writtenUntil) { [self] in
            guard world.node.epoch == epoch else { return }
            if !fails { disk.store(bindings, of: subscriber) }
            let contacts = bindings.map { String(decoding: $0.contact, as: UTF8.self) }
            world.trace.note("disk: \(subscriber) has \(contacts), failed: \(fails)", at: world.now)
            // The disk has it; a crash from here on costs only the answer.
            world.after(world.dice.milliseconds(0...3)) { [self] in
                if world.node.epoch == epoch { world.node.receive(.stored(!fails, for: handle)) }
            }
        }
    }

    private var fails: Bool { !isPerfect && world.dice.chance(world.scenario.storeFailure) }

    private func duration() -> Interval {
        if !isPerfect, world.dice.chance(world.scenario.storeSlowness) {
            return world.dice.milliseconds(500...15_000)
        }
        return world.dice.milliseconds(0...20)
    }
}
