import Foundation
import Testing

/// What the commands say of calls that a node remembers.
extension ClearwaterProcess {
    struct ListedCall: Decodable {
        var id: String
        var method: String
        var callID: String
        var status: Int?
    }

    /// Newest first.
    func tracedCalls(_ options: [String] = []) async throws -> [ListedCall] {
        let (ending, text) = try await command(["calls", "--json"] + options)
        try #require(ending == .exited(0), "\(text)")
        return try JSONDecoder().decode([ListedCall].self, from: Data(text.utf8))
    }

    /// Runs a command that has to succeed.
    @discardableResult
    func succeeding(_ words: [String], input: String = "") async throws -> String {
        let (ending, text) = try await command(words, input: input)
        try #require(ending == .exited(0), "\(words): \(text)")
        return text
    }
}

/// What a capture file has, as Wireshark's tshark reads it.
struct CapturedFile: Equatable {
    struct Message: Equatable {
        var from: String
        var to: String
        var firstLine: String
        var callID: String
    }

    let messages: [Message]

    init(_ file: URL, in scratch: URL) async throws {
        let fields = [
            "ip.src", "udp.srcport", "tcp.srcport", "ip.dst", "udp.dstport", "tcp.dstport",
            "sip.Request-Line", "sip.Status-Line", "sip.Call-ID",
        ]
        let run = try ChildProcess.start(
            ["tshark", "-n", "-r", file.path, "-Y", "sip", "-T", "fields"]
                + fields.flatMap { ["-e", $0] },
            output: scratch.appendingPathComponent("tshark-\(UUID().uuidString)"))
        try #require(await run.ending(within: .seconds(30)) == .exited(0), "\(run.written)")
        messages = run.written.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map(String.init)
            // What it says about being root is no row.
            guard cells.count == fields.count else { return nil }
            return Message(
                from: "\(cells[0]):\(cells[1])\(cells[2])", to: "\(cells[3]):\(cells[4])\(cells[5])",
                firstLine: cells[6] + cells[7], callID: cells[8])
        }
    }
}
