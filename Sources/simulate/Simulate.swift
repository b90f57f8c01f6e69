import ArgumentParser
import Simulation

/// Plays many seeds of the simulated world and says which went wrong.
@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Runs the engine among modelled trunks, phones and strangers on a virtual clock.",
        discussion:
            "The same seed is the same run, byte for byte. Exit status 1 when a seed broke a rule.")

    @Option(help: "One seed, or a range such as 1..10000.")
    var seeds = "1..1000"

    @Flag(name: .customLong("print"), help: "Show every message of each run.")
    var prints = false

    func run() throws {
        guard let range = Self.range(seeds) else {
            throw ValidationError(
                "--seeds wants a number or two with .. between them, such as 1..10000, not \(seeds)"
            )
        }
        var failures = 0
        var messages = 0
        for seed in range {
            let result = SimulationRun.run(seed: seed, prints: prints)
            messages += result.messages
            guard !result.violations.isEmpty else { continue }
            failures += 1
            print("seed \(seed):")
            for violation in result.violations { print("  \(violation)") }
            print("  replay with: \(result.replay)")
        }
        print("\(range.count) seeds, \(messages) messages, \(failures) seeds with a broken rule")
        if failures > 0 { throw ExitCode.failure }
    }

    private static func range(_ text: String) -> ClosedRange<UInt64>? {
        if let seed = UInt64(text) { return seed...seed }
        guard let dots = text.firstRange(of: ".."), let first = UInt64(text[..<dots.lowerBound]),
            let last = UInt64(text[dots.upperBound...]), first <= last
        else { return nil }
        return first...last
    }
}
