import Foundation
import Testing
import WebTestKit

/// slowhttptest keeps 500 connections as busy as it can with as little as it can.
@Suite("Five hundred slow clients leave a probe answered within a second", .serialized)
struct SlowClientTests {
    enum Slowness: String, CaseIterable, CustomTestStringConvertible {
        case headers, bodies, reading

        var testDescription: String { rawValue }

        var options: [String] {
            switch self {
            case .headers: ["-H", "-i", "2", "-t", "GET", "-x", "24"]
            case .bodies: ["-B", "-i", "2", "-t", "POST", "-s", "8192", "-x", "10"]
            case .reading: ["-X", "-w", "10", "-y", "20", "-n", "2", "-z", "16", "-k", "3"]
            }
        }
    }

    @Test(arguments: Slowness.allCases)
    func probe(_ slowness: Slowness) async throws {
        let node = try await ClearwaterProcess.webNode()
        let crowd = try ChildProcess.start(
            ["slowhttptest", "-c", "500", "-r", "250", "-l", "6", "-p", "1"] + slowness.options
                + ["-u", "http://\(node.ellis)/openapi.json"], output: node.file("crowd"))
        var slowest = Duration.zero
        var probes = 0
        while !crowd.hasEnded {
            let asked = ContinuousClock.now
            let answer = try await node.ask("GET", "/ping", at: node.ellis)
            #expect(answer.status == 200)
            slowest = max(slowest, asked.duration(to: .now))
            probes += 1
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(await crowd.ending() == .exited(0), "\(crowd.written)")
        #expect(slowest < .seconds(1))
        #expect(probes > 20)
        #expect(crowd.written.contains("connected:"), "\(crowd.written)")
    }
}
