import Simulation
import Testing

/// Two hundred worlds; `swift run simulate --seeds 1..10000` plays more.
struct SimulationTests {
    @Test(arguments: [1..<51, 51..<101, 101..<151, 151..<201] as [Range<UInt64>])
    func `No rule is broken, whatever is lost, late, repeated or restarted`(seeds: Range<UInt64>) {
        for seed in seeds {
            let result = SimulationRun.run(seed: seed)
            #expect(result.violations.isEmpty, "replay with: \(result.replay)")
        }
    }

    @Test(arguments: [3, 77, 4711] as [UInt64])
    func `The same seed is the same run to the last byte`(seed: UInt64) {
        let first = SimulationRun.run(seed: seed)
        let second = SimulationRun.run(seed: seed)
        #expect(first.fingerprint == second.fingerprint)
        #expect(first.messages > 20)
    }

    @Test func `Another seed is another run`() {
        #expect(SimulationRun.run(seed: 1).fingerprint != SimulationRun.run(seed: 2).fingerprint)
    }
}
