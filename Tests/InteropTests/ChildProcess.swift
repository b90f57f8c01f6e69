import Foundation
import Synchronization

/// A program that a test runs, watched until it ends.
///
/// The kernel ends it when the test run dies (`setpriv --pdeathsig`): that signal is tied to the
/// thread that started the child, so each child has a thread of its own that lives as long as it.
/// Everything the child writes goes to one file.
final class ChildProcess: Sendable {
    /// How a program ended.
    enum Ending: Equatable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    struct NotStarted: Error, CustomStringConvertible {
        let description: String
    }

    let pid: pid_t
    let output: URL
    private let state: Mutex<State>

    private struct State {
        var ending: Ending?
        var waiting: [CheckedContinuation<Ending, Never>] = []
    }

    private final class Start: Sendable {
        let spawned = DispatchSemaphore(value: 0)
        let result = Mutex<(pid: pid_t, error: Int32)>((0, 0))
        let child = Mutex<ChildProcess?>(nil)
        let watched = DispatchSemaphore(value: 0)
    }

    /// Starts `command`, found in PATH, with `input` on its standard input.
    ///
    /// - Throws: `NotStarted`. A program that is not installed exits with status 127 instead.
    static func start(
        _ command: [String], input: String = "", output: URL, environment: [String: String] = [:]
    ) throws -> ChildProcess {
        let inputFile = output.appendingPathExtension("in")
        try Data(input.utf8).write(to: inputFile)
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let start = Start()
        let thread = Thread {
            let (pid, error) = spawn(command, from: inputFile, to: output, environment: all)
            start.result.withLock { $0 = (pid, error) }
            start.spawned.signal()
            guard error == 0 else { return }
            start.watched.wait()
            start.child.withLock { $0.take() }?.watch()
        }
        thread.start()
        start.spawned.wait()
        let (pid, error) = start.result.withLock { $0 }
        guard error == 0 else {
            throw NotStarted(description: "\(command[0]): \(String(cString: strerror(error)))")
        }
        let child = ChildProcess(pid: pid, output: output)
        start.child.withLock { $0 = child }
        start.watched.signal()
        return child
    }

    private init(pid: pid_t, output: URL) {
        self.pid = pid
        self.output = output
        state = Mutex(State())
    }

    /// Waits until the program has ended, which it may have long ago.
    func ending() async -> Ending {
        await withCheckedContinuation { continuation in
            let already = state.withLock { state -> Ending? in
                if state.ending == nil { state.waiting.append(continuation) }
                return state.ending
            }
            if let already { continuation.resume(returning: already) }
        }
    }

    /// Waits until the program has ended, and kills it if that takes longer than `limit`.
    func ending(within limit: Duration) async -> Ending {
        let overdue = Task {
            try await Task.sleep(for: limit)
            signal(SIGKILL)
        }
        defer { overdue.cancel() }
        return await ending()
    }

    /// Sends a signal, unless the program has ended: its number may be another's by now.
    func signal(_ signal: Int32) {
        state.withLock { state in
            if state.ending == nil { _ = kill(pid, signal) }
        }
    }

    var hasEnded: Bool { state.withLock { $0.ending != nil } }

    /// What the program has written so far.
    var written: String {
        (try? Data(contentsOf: output)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Blocks its thread until the program ends; tells those who wait.
    private func watch() {
        var information = siginfo_t()
        // Not reaped here: the number stays ours until `signal` can no longer use it.
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let waiting = state.withLock { state -> [CheckedContinuation<Ending, Never>] in
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            let low = status & 0x7f
            state.ending = low == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: low)
            defer { state.waiting = [] }
            return state.waiting
        }
        let ending = state.withLock { $0.ending! }
        for continuation in waiting { continuation.resume(returning: ending) }
    }
}

private func spawn(
    _ command: [String], from input: URL, to output: URL, environment: [String: String]
) -> (pid: pid_t, error: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input.path, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
        &actions, 1, output.path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)

    let arguments = ["setpriv", "--pdeathsig", "KILL", "--"] + command
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    // The thread that starts it may have signals blocked, and a child would keep them so.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid: pid_t = 0
    let error = posix_spawnp(&pid, "setpriv", &actions, &attributes, &argv, &envp)
    return (pid, error)
}
