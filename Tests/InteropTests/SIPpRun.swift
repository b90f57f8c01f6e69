import Foundation
import Testing

/// One SIPp scenario being played, by the script that people use by hand: `Interop/play`.
final class SIPpRun: Sendable {
    let scenario: String
    private let scratch: ScratchDirectory
    private let child: ChildProcess
    private let limit: Duration

    /// Starts a scenario; it fails by itself if it takes longer than `limit`.
    ///
    /// - Parameters:
    ///   - address: the address that this trunk or phone has; IPv6 in brackets, with a port.
    ///   - uri: what a trunk calls, if not the subscriber's number at the home domain.
    ///   - options: further options of `Interop/play`; behind "--", of SIPp.
    init(
        _ scenario: String, at address: String, of node: ClearwaterProcess,
        over transport: Transport = .udp, uri: String? = nil,
        password: String = ClearwaterProcess.password, talk: Duration = .milliseconds(300),
        limit: Duration = .seconds(20), options: [String] = []
    ) throws {
        self.scenario = scenario
        self.limit = limit
        scratch = try ScratchDirectory()
        var command = [
            Project.interop("play"), scenario, "--at", address, "--node", node.place(for: address),
            "--transport", transport.rawValue, "--password", password,
            "--talk", "\(max(1, Int(talk / .milliseconds(1))))",
            "--limit", "\(Int(limit / .seconds(1)))", "--out", scratch.url.path,
        ]
        if let uri { command += ["--uri", uri] }
        child = try ChildProcess.start(command + options, output: scratch.path("screen"))
    }

    deinit { child.signal(SIGKILL) }

    /// A phone that has registered and waits for what its scenario says.
    static func phone(
        _ scenario: String, at address: String? = nil, of node: ClearwaterProcess,
        over transport: Transport = .udp, talk: Duration = .milliseconds(300),
        limit: Duration = .seconds(20), options: [String] = []
    ) async throws -> SIPpRun {
        let run = try SIPpRun(
            "phone/" + scenario, at: address ?? node.block.phone, of: node, over: transport,
            talk: talk, limit: limit, options: options)
        try await run.logged("registered")
        return run
    }

    /// The node's trunk, playing a scenario.
    static func trunk(
        _ scenario: String, of node: ClearwaterProcess, over transport: Transport = .udp,
        uri: String? = nil, talk: Duration = .milliseconds(300), limit: Duration = .seconds(20),
        options: [String] = []
    ) throws -> SIPpRun {
        try SIPpRun(
            "trunk/" + scenario, at: node.block.trunk, of: node, over: transport, uri: uri,
            talk: talk, limit: limit, options: options)
    }

    /// Waits for a line of the scenario's log.
    func logged(_ line: String) async throws {
        try await eventually("line \"\(line)\" from \(scenario)", context: { story }) {
            if log.contains(line) { return () }
            if child.hasEnded { throw PatienceLost(description: "ended without it\n\(story)") }
            return nil
        }
    }

    /// Waits until SIPp has received a message that holds `text`.
    func received(_ text: String) async throws {
        try await eventually("\"\(text)\" received by \(scenario)", context: { story }) {
            if trace.received.contains(where: { $0.contains(text) }) { return () }
            if child.hasEnded { throw PatienceLost(description: "ended without it\n\(story)") }
            return nil
        }
    }

    /// Waits for the end, and holds the run to it that all went as the scenario wants.
    func expectSuccess(
        log node: ClearwaterProcess? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let ending = await ending()
        #expect(
            ending == .exited(0), "\(scenario) \(ending)\n\(story)\n\(node?.written ?? "")",
            sourceLocation: sourceLocation)
    }

    /// Waits for the end, whatever it is; a SIPp that overlooks its own limit is killed.
    func ending() async -> ChildProcess.Ending {
        await child.ending(within: limit + .seconds(5))
    }

    /// Interrupts SIPp; it ends its calls.
    func interrupt() { child.signal(SIGUSR1) }

    var trace: SIPpTrace { SIPpTrace(text("messages")) }
    var log: String { text("log") }

    /// What to show a person when it went wrong: SIPp's complaint and the messages.
    private var story: String {
        let complaint = text("errors")
        let screen = text("screen").split(separator: "\n").suffix(3).joined(separator: "\n")
        return "\(complaint.isEmpty ? screen : complaint)\n\(text("messages").suffix(12_000))"
    }

    private func text(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: scratch.path(name))) ?? Data(), as: UTF8.self)
    }
}
