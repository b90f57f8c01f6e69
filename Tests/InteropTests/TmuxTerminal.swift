import Foundation
import Synchronization
import Testing

/// A real terminal of tmux's, in which a test types and reads.
final class TmuxTerminal: Sendable {
    private let scratch: ScratchDirectory
    private let socket: String
    private let server = Mutex<pid_t?>(nil)

    /// - Parameter command: for the shell; the terminal goes when it ends.
    init(columns: Int, rows: Int, _ command: String) async throws {
        scratch = try ScratchDirectory()
        socket = scratch.path("tmux").path
        try await run([
            "-u", "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            command,
        ])
        let pid = try await run(["display-message", "-p", "#{pid}"])
        server.withLock { $0 = pid_t(pid.filter(\.isNumber)) }
    }

    /// The terminal is gone then, and what runs in it is told so.
    deinit { server.withLock { if let pid = $0 { _ = kill(pid, SIGKILL) } } }

    /// What is on the screen, line by line.
    func screen() async throws -> String { try await run(["capture-pane", "-p"]) }

    /// Types keys by tmux's names.
    func press(_ keys: String...) async throws { try await run(["send-keys"] + keys) }

    func resize(columns: Int, rows: Int) async throws {
        try await run(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Waits until the screen has all these words.
    @discardableResult
    func shows(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> String
    {
        var screen = ""
        for _ in 0..<150 {
            screen = try await self.screen()
            if words.allSatisfy(screen.contains) { return screen }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("\(words) is not on\n\(screen)", sourceLocation: sourceLocation)
        throw PatienceLost(description: "\(words)")
    }

    @discardableResult
    private func run(_ words: [String]) async throws -> String {
        let output = scratch.path("output-\(UUID().uuidString)")
        let run = try ChildProcess.start(
            ["tmux", "-S", socket] + words, output: output,
            environment: ["LC_ALL": "C.UTF-8", "TERM": "xterm-256color"])
        let ending = await run.ending(within: .seconds(20))
        try #require(ending == .exited(0), "tmux \(words): \(run.written)")
        return run.written
    }
}
