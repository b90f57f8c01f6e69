import ArgumentParser
import CallTraces
import Foundation
import NodeControl
import Troubleshooting

/// Lists the calls that a running node remembers.
struct Calls: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the calls, messages and registrations that the running node remembers.",
        discussion: """
            The newest come last, so that they stand above the prompt. Asks the node that runs on \
            the data directory; fails if there is none.

              clearwater calls --failed
              clearwater calls --number 15551000000 --follow
              clearwater calls --source 192.0.2.0/24 --kind call --kind message

            'clearwater call ID' shows one with its ladder; the first digits of its ID will do.
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var listing: ListingOptions

    @Flag(help: "Only what failed.")
    var failed = false

    @Option(
        help: ArgumentHelp("Only calls from or to a number that ends so.", valueName: "DIGITS"))
    var number: String?

    @Option(
        help: ArgumentHelp(
            "Only calls that passed this address or network.", valueName: "ADDRESS"))
    var source: String?

    @Option(
        help: ArgumentHelp(
            "Only this kind: call, message, registration or other; may be repeated.",
            valueName: "KIND"))
    var kind: [CallSummary.Kind] = []

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "COUNT"))
    var limit = 50

    @Flag(help: "Go on and print each call when it is new and when it got its final answer.")
    var follow = false

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit: give a number from 1 to 10000")
        }
    }

    func run() async throws {
        let client = ControlClient(directory: directories.dataPath)
        let changes = try Self.ask(client, filter, after: nil)
        if follow { return try await go(on: changes, client) }
        if listing.isJSON { return say(try changes.calls.json()) }
        guard !changes.calls.isEmpty else { return mention(nothing) }
        say(CallList(changes.calls.reversed()).text)
    }

    private var filter: CallFilter {
        CallFilter(
            failedOnly: failed, number: number, source: source,
            kinds: kind.isEmpty ? Set(CallSummary.Kind.allCases) : Set(kind), limit: limit)
    }

    private var nothing: String {
        let isChosen = failed || number != nil || source != nil || !kind.isEmpty
        return isChosen
            ? "the running node remembers no such call; without options it lists all"
            : "the running node remembers no call: nothing arrived since its start, or it is long "
                + "ago; whether anything arrives at all says: clearwater status"
    }

    // MARK: - Following

    /// Prints until somebody ends it.
    private func go(on first: CallChanges, _ client: ControlClient) async throws {
        var changes = first
        var told: [String: Told] = [:]
        if !listing.isJSON { say(CallList.heading) }
        while true {
            for call in changes.calls.reversed() where told[call.id] != Told(call) {
                told[call.id] = Told(call)
                say(listing.isJSON ? try call.json(onOneLine: true) : CallList.row(of: call))
            }
            if told.count > 10_000 { told = [:] }
            try await Task.sleep(for: .milliseconds(500))
            changes = try Self.ask(client, filter, after: changes.mark)
        }
    }

    /// What makes a call worth another line.
    private struct Told: Equatable {
        let status: Int?
        let isFailed: Bool

        init(_ call: CallSummary) {
            status = call.status
            isFailed = call.isFailed
        }
    }

    private static func ask(
        _ client: ControlClient, _ filter: CallFilter, after mark: UInt64?
    ) throws -> CallChanges {
        switch try client.call(.calls(filter, after: mark)) {
        case .calls(let changes): return changes
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }
}

extension CallSummary.Kind: ExpressibleByArgument {}
