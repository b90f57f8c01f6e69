import Foundation
import Testing

/// `clearwater top`, driven in a real terminal.
@Suite("The live view", .takingTurns)
struct TopTests {
    private func terminal(
        of node: ClearwaterProcess, columns: Int = 80, rows: Int = 24
    ) async throws -> TmuxTerminal {
        let words = node.words(["top"]).map { "'\($0)'" }.joined(separator: " ")
        let place = node.file("view").path
        return try await TmuxTerminal(
            columns: columns, rows: rows,
            "mkdir \(place); cd \(place); stty -g > before; \(words); "
                + "echo ended $?; stty -g > after; cmp before after && echo as before; sleep 60")
    }

    @Test("lists calls as they come, filters them, and opens one with its ladder and messages")
    func watched() async throws {
        let node = try await ClearwaterProcess.running()
        let terminal = try await terminal(of: node)
        try await terminal.shows("0 failed", "q quit")
        let trunk = try RawPeer(at: node.block.trunk, of: node)
        let stranger = try RawPeer(at: node.block.stranger, of: node)
        _ = try await trunk.ask("MESSAGE", "sip:+15559999999@ims.test")
        _ = try await stranger.ask("INVITE")
        try await terminal.shows("404 unknown_number", "403 untrusted_source")
        try await terminal.press("/", "unknown")
        let filtered = try await terminal.shows("Show only", "404 unknown_number")
        #expect(!filtered.contains("403 untrusted_source"))
        try await terminal.press("Enter")
        try await terminal.press("Enter")
        try await terminal.shows(
            "trusted_peers", "this node", "MESSAGE", "▶", "There is no subscriber 15559999999",
            "◀", "404 Not Found")
        try await terminal.press("Enter")
        try await terminal.shows("MESSAGE sip:+15559999999@ims.test SIP/2.0", "Max-Forwards: 70")
        try await terminal.press("Right")
        try await terminal.shows("SIP/2.0 404 Not Found")
        try await terminal.press("Escape")
        try await terminal.shows("There is no subscriber 15559999999")
        try await terminal.press("Escape")
        try await terminal.shows("RESULT", "404 unknown_number")
        try await terminal.press("q")
        try await terminal.shows("ended 0", "as before")
    }

    @Test("shows what the node changed, and saves a call that tshark reads")
    func saved() async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("answer", of: node)
        await (try SIPpRun.trunk("call", of: node)).expectSuccess(log: node)
        await phone.expectSuccess()
        let terminal = try await terminal(of: node, columns: 120, rows: 40)
        try await terminal.shows("INVITE", "REGISTER")
        try await terminal.press("/", "relayed", "Enter", "Enter")
        try await terminal.shows("180 Ringing", "BYE", "ACK")
        try await terminal.press("Tab", "Down", "Down", "d")
        try await terminal.shows("+ ", "- ", "Record-Route")
        try await terminal.press("s")
        try await terminal.shows("Save as pcap: call-")
        try await terminal.press("Enter")
        try await terminal.shows("saved as call-")
        let call = try #require(try await node.tracedCalls(["--kind", "call"]).first)
        let file = node.file("view").appendingPathComponent("call-\(call.id).pcap")
        let seen = try await CapturedFile(file, in: node.file("view")).messages
        #expect(seen.count >= 10 && seen.allSatisfy { $0.callID == call.callID })
    }

    @Test("fits the terminal after its size changed, and gives it back at a signal")
    func resized() async throws {
        let node = try await ClearwaterProcess.running()
        let terminal = try await terminal(of: node)
        try await terminal.shows("q quit")
        try await terminal.resize(columns: 132, rows: 12)
        var isWhole = false
        for _ in 0..<100 where !isWhole {
            let lines = try await terminal.screen().split(
                separator: "\n", omittingEmptySubsequences: false)
            isWhole =
                lines.count >= 12 && lines[0].contains("clearwater")
                && lines[1].hasSuffix("MSG") && lines[1].count == 132
                && lines[11].contains("q quit")
            if !isWhole { try await Task.sleep(for: .milliseconds(100)) }
        }
        let screen = try await terminal.screen()
        #expect(isWhole, "\(screen)")
        let pids = try node.processes(running: "top")
        try #require(pids.count == 1)
        kill(pids[0], SIGTERM)
        try await terminal.shows("ended 0", "as before")
    }

    @Test("needs a terminal, and a node")
    func refused() async throws {
        let node = try await ClearwaterProcess.running()
        let (ending, text) = try await node.command(["top"])
        #expect(ending == .exited(1) && text.contains("clearwater calls --follow"), "\(text)")
        _ = await node.stop()
        let terminal = try await terminal(of: node)
        try await terminal.shows("no node is running", "ended 1", "as before")
    }
}

extension ClearwaterProcess {
    /// Processes of the executable on this node's directories with that command.
    fileprivate func processes(running command: String) throws -> [pid_t] {
        let wanted = words([command])
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(pid_t.init)
            .filter { pid in
                let octets = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
                let words = String(decoding: octets, as: UTF8.self).split(separator: "\0")
                return words.map(String.init) == wanted
            }
    }
}
