import Determinism
import IMSEngine
import SIPTestKit

/// What came of one seed.
package struct SimulationResult: Sendable {
    package let seed: UInt64
    /// Empty when all is well.
    package let violations: [String]
    /// Of everything that went in and out of the node.
    package let fingerprint: UInt128
    package let messages: Int

    package var replay: String { "swift run simulate --seeds \(seed) --print" }
}

/// One seed from beginning to end: a rough part, rest, and a last look at what was promised.
package enum SimulationRun {
    /// Nothing that the node waits for takes longer: 64*T1 for the request, timer C with its steps,
    /// 64*T1 for the CANCEL and again for the answer, and a slow store.
    private static let rest = Interval.seconds(32 + 181 + 60 + 32 + 32 + 60)

    /// - Parameter prints: shows every message and what is done to the node.
    package static func run(seed: UInt64, prints: Bool = false) -> SimulationResult {
        let world = SimulatedWorld(seed: seed, prints: prints)
        let cast = Cast(in: world)
        cast.planEverything()
        world.run(until: world.now + .seconds(90))
        world.network.isPerfect = true
        world.store.isPerfect = true
        world.run(until: world.now + .seconds(60) + rest)
        checkRest(world)
        cast.checkRegistrationsAfterRestart()
        return SimulationResult(
            seed: seed, violations: world.watch.violations, fingerprint: world.trace.fingerprint,
            messages: world.trace.messages)
    }

    private static func checkRest(_ world: SimulatedWorld) {
        world.watch.atRest(epoch: world.node.epoch, at: world.now)
        let load = world.node.load
        if load.serverTransactions + load.clientTransactions + load.parkedRequests
            + load.callsInSetup > 0
        {
            world.watch.report("at rest the node still holds \(load)", world.now)
        }
    }
}
