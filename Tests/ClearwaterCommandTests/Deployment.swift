import Foundation
import Synchronization
import Testing

/// A configuration and a data directory of its own for one test, and the executable run against
/// them.
final class Deployment: Sendable {
    let root: String
    let configuration: String
    let data: String
    /// A loopback address that no other test has.
    let address: String

    init(userSettings: String = "", sharedConfig: String = "home_domain=example.com\n") throws {
        root = "/tmp/clearwater-commands-\(UUID().uuidString.prefix(13))"
        configuration = root + "/config"
        data = root + "/data"
        address =
            "127.\(Int.random(in: 130...199)).\(Int.random(in: 0...255)).\(Int.random(in: 1...254))"
        for directory in [configuration, data, root + "/tmp"] {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true)
        }
        try write("local_ip=\(address)\n", to: "local_config")
        try write(sharedConfig, to: "shared_config")
        if !userSettings.isEmpty { try write(userSettings, to: "user_settings") }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ text: String, to file: String) throws {
        try text.write(toFile: "\(configuration)/\(file)", atomically: true, encoding: .utf8)
    }

    func text(of file: String) throws -> String {
        try String(contentsOfFile: "\(configuration)/\(file)", encoding: .utf8)
    }

    /// Runs `clearwater` with these words and this deployment's directories.
    @discardableResult
    func run(_ words: String..., input: String = "") async throws -> Outcome {
        try await start(words + ["--config", configuration, "--data", data], input: input).outcome()
    }

    /// Runs `clearwater` with exactly these words.
    func run(exactly words: [String]) async throws -> Outcome { try await start(words).outcome() }

    /// Starts a node and waits until it answers.
    func serve() async throws -> RunningCommand {
        let node = try start(["serve", "--config", configuration, "--data", data])
        for _ in 0..<200 {
            if try await run("status").status == 0 { return node }
            guard node.isRunning else { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        node.end(SIGKILL)
        let outcome = await node.outcome()
        throw Failure("the node did not start: \(outcome.errors)")
    }

    /// - Parameter openFiles: how many files it may have open; nil for as many as the test may.
    func start(
        _ words: [String], input: String = "", openFiles: Int? = nil
    ) throws -> RunningCommand {
        var words = [RunningCommand.executable] + words
        if let openFiles {
            words = ["/bin/sh", "-c", "ulimit -n \(openFiles); exec \"$0\" \"$@\""] + words
        }
        return try RunningCommand(words, input: input, scratch: root + "/tmp")
    }
}

struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// What a command said and how it ended.
struct Outcome: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// The output as JSON.
    func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
}

/// The executable at work; it is killed after 60 s if nothing else ends it.
final class RunningCommand: Sendable {
    /// Beside the test program itself.
    static let executable: String = {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(
            "clearwater"
        ).path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        // Where the tests run inside the toolchain's own runner.
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.appendingPathComponent(".build/debug/clearwater").path
    }()

    private let process: Mutex<Process>
    private let files: [String]
    private let ended = AsyncStream.makeStream(of: Int32.self)
    let pid: Int32

    fileprivate init(_ words: [String], input: String, scratch: String) throws {
        let name = "\(scratch)/\(UUID().uuidString)"
        files = [name + ".out", name + ".err"]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": scratch]) {
            $1
        }
        try input.write(toFile: name + ".in", atomically: true, encoding: .utf8)
        process.standardInput = FileHandle(forReadingAtPath: name + ".in")
        for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: files[0])
        process.standardError = FileHandle(forWritingAtPath: files[1])
        let continuation = ended.continuation
        process.terminationHandler = { ended in
            continuation.yield(ended.terminationStatus)
            continuation.finish()
        }
        try process.run()
        pid = process.processIdentifier
        self.process = Mutex(process)
    }

    deinit { if isRunning { end(SIGKILL) } }

    var isRunning: Bool { process.withLock { $0.isRunning } }

    /// What it has said so far.
    var output: String { (try? String(contentsOfFile: files[0], encoding: .utf8)) ?? "" }

    func end(_ signal: Int32) { kill(pid, signal) }

    /// Waits for the end.
    func outcome() async -> Outcome {
        let watch = Task { [pid] in
            try await Task.sleep(for: .seconds(60))
            kill(pid, SIGKILL)
        }
        var status: Int32 = -1
        for await ended in ended.stream { status = ended }
        watch.cancel()
        let texts = files.map { (try? String(contentsOfFile: $0, encoding: .utf8)) ?? "" }
        return Outcome(status: status, output: texts[0], errors: texts[1])
    }
}
