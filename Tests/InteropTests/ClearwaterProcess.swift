import Foundation
import Synchronization
import Testing

/// A node of our own in directories of its own: started, killed and started again by a test.
final class ClearwaterProcess: Sendable {
    static let password = "open sesame".replacingOccurrences(of: " ", with: "-")
    static let number = "+15551000000"

    let block: LoopbackBlock
    let port: UInt16
    private let scratch: ScratchDirectory
    private let child = Mutex<ChildProcess?>(nil)

    /// Lays out the configuration; the block's trunk is the one trusted peer, unless named.
    ///
    /// - Parameters:
    ///   - addresses: where it listens besides the block's node address.
    ///   - block: whose addresses it has: another node's, where both shall want the same.
    init(
        also addresses: [String] = [], port: UInt16 = 5060, trusted: String? = nil,
        block: LoopbackBlock = LoopbackBlock()
    ) throws {
        self.block = block
        self.port = port
        scratch = try ScratchDirectory()
        _ = try scratch.directory("config")
        _ = try scratch.directory("data")
        let listening = ([block.node] + addresses).joined(separator: ",")
        try configure("local_config", "local_ip=\(listening)\nsip_port=\(port)\n")
        try configure("shared_config", "home_domain=ims.test\n")
        try configure("user_settings", "trusted_peers=\(trusted ?? block.trunk)\n")
    }

    /// Saves a configuration file whole, as an editor does.
    func configure(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(
            to: scratch.path("config").appendingPathComponent(file), options: .atomic)
    }

    deinit { child.withLock { $0 }?.signal(SIGKILL) }

    /// A node that runs and has one subscriber, `number` with `password`.
    static func running() async throws -> ClearwaterProcess {
        let node = try ClearwaterProcess()
        try await node.addSubscriber()
        try await node.start()
        return node
    }

    // MARK: Life

    /// Starts the node and waits until it answers an OPTIONS of ours.
    func start() async throws {
        let started = try ChildProcess.start(
            [Self.executable, "serve"] + directories, output: log)
        child.withLock { $0 = started }
        let probe = try DatagramSocket(address: block.stranger)
        let answer = try await eventually("answer to OPTIONS from the node", context: { written }) {
            if started.hasEnded {
                throw PatienceLost(description: "the node ended at once:\n\(written)")
            }
            probe.send(Array(optionsRequest(from: probe).utf8), to: SocketPlace(block.node, port))
            return probe.receive()
        }
        #expect(String(decoding: answer.bytes, as: UTF8.self).hasPrefix("SIP/2.0 200 "))
    }

    /// Ends the node as a power cut would (SIGKILL).
    func kill() async {
        let running = child.withLock { $0.take() }
        running?.signal(SIGKILL)
        _ = await running?.ending()
    }

    /// Sends the running node a signal.
    func signal(_ signal: Int32) { child.withLock { $0 }?.signal(signal) }

    /// Lets the running node have so many files open, sockets among them.
    /// - Parameter more: how many beyond those it has open now, inherited ones included.
    /// - Returns: the limit in all.
    func limitOpenFiles(more: Int) async throws -> Int {
        guard let pid = child.withLock({ $0?.pid }) else { return 0 }
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
        // The limit bounds a descriptor's number: there are to be so many free ones below it.
        let taken = Set(open.compactMap { Int($0) })
        let free = (0...).lazy.filter { !taken.contains($0) }
        let count = Array(free.prefix(more)).last.map { $0 + 1 } ?? more
        let run = try ChildProcess.start(
            ["prlimit", "--nofile=\(count):\(count)", "--pid", "\(pid)"],
            output: scratch.path("prlimit"))
        #expect(await run.ending(within: .seconds(10)) == .exited(0), "\(run.written)")
        return count
    }

    /// Asks the node to end (SIGTERM).
    /// - Returns: how it ended; killed if it had not within 20 seconds.
    func stop() async -> ChildProcess.Ending? {
        let running = child.withLock { $0.take() }
        running?.signal(SIGTERM)
        return await running?.ending(within: .seconds(20))
    }

    // MARK: Its command line

    /// Adds a subscriber, beside the running node or without one.
    func addSubscriber(
        _ number: String = number, password: String = password
    ) async throws {
        let (ending, text) = try await command(
            ["subscriber", "add", number, "--password-stdin"], input: password + "\n")
        guard ending == .exited(0) else { throw PatienceLost(description: "\(ending): \(text)") }
    }

    /// Adds the subscribers of a file with `number,password` lines.
    func importSubscribers(_ lines: [(number: String, password: String)]) async throws {
        let file = scratch.path("subscribers.csv")
        let text = lines.map { "\($0.number),\($0.password)\n" }.joined()
        try Data(text.utf8).write(to: file)
        let (ending, written) = try await command(["subscriber", "import", file.path])
        guard ending == .exited(0) else {
            throw PatienceLost(description: "\(ending): \(written)")
        }
    }

    /// Runs one command of the executable on this node's directories.
    func command(
        _ arguments: [String], input: String = ""
    ) async throws -> (ChildProcess.Ending, String) {
        let run = try ChildProcess.start(
            words(arguments), input: input,
            output: scratch.path("command-\(UUID().uuidString)"))
        return (await run.ending(within: .seconds(60)), run.written)
    }

    /// The executable with these arguments, on this node's directories.
    func words(_ arguments: [String]) -> [String] { [Self.executable] + arguments + directories }

    // MARK: Questions

    /// Where the node is to be reached by a peer with this address: its address of that family.
    func place(for peer: String) -> String {
        peer.hasPrefix("[") ? "[::1]:\(port)" : "\(block.node):\(port)"
    }

    /// A path in the node's temporary directory, which goes with it.
    func file(_ name: String) -> URL { scratch.path(name) }

    /// What the node has logged since the beginning, over all its starts.
    var written: String {
        (try? Data(contentsOf: log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The executable under test: CLEARWATER_EXECUTABLE, or the one built beside these tests.
    static var executable: String {
        if let named = ProcessInfo.processInfo.environment["CLEARWATER_EXECUTABLE"] { return named }
        let here = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("clearwater").path
        if FileManager.default.isExecutableFile(atPath: here) { return here }
        return Project.root.path + "/.build/debug/clearwater"
    }

    private var log: URL { scratch.path("node.log") }

    private var directories: [String] {
        ["--config", scratch.path("config").path, "--data", scratch.path("data").path]
    }

    private func optionsRequest(from probe: DatagramSocket) -> String {
        """
        OPTIONS sip:\(block.node) SIP/2.0\r
        Via: SIP/2.0/UDP \(block.stranger):\(probe.port);branch=z9hG4bK\(UUID().uuidString)\r
        Max-Forwards: 70\r
        From: <sip:probe@\(block.stranger)>;tag=1\r
        To: <sip:\(block.node)>\r
        Call-ID: \(UUID().uuidString)\r
        CSeq: 1 OPTIONS\r
        Content-Length: 0\r
        \r

        """
    }
}
