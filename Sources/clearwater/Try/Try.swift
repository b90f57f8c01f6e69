import ArgumentParser
import Foundation
import NetworkAddresses
import Rehearsal

/// Shows that a node does its job: a trunk's call and SMS ring a phone, a stranger's are refused.
struct Try: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "See it work: a trunk's call and SMS arrive at a phone, a stranger's are refused.",
        discussion: """
            Starts a node of its own in a temporary directory, on a loopback address, with two \
            subscribers. A built-in phone registers, a built-in trunk calls it and sends it SMS, \
            and a stranger tries the same, all through real sockets. The status is 0 only if \
            everything held. It takes about two seconds.

              clearwater try
              clearwater try --stay

            With --config it plays against the node that is running with those directories: it \
            adds a subscriber and removes it again, and has the node trust a loopback address for \
            some seconds.

              clearwater try --config /etc/clearwater --data /var/lib/clearwater
            """)

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "Play against the running node with this configuration.", valueName: "DIR"))
    var configurationPath: String?

    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "The running node's data directory. (default: /var/lib/clearwater)", valueName: "DIR"))
    var dataPath: String?

    @Flag(help: "Keep the node of its own up afterwards, until Ctrl-C, and say how to use it.")
    var stay = false

    @Option(
        name: .customLong("local-ip"),
        help: ArgumentHelp(
            "Where the node of its own listens. (default: a free address of 127.0.0.0/8)",
            valueName: "ADDRESS"))
    var localAddress: String?

    func validate() throws {
        if configurationPath == nil, dataPath != nil {
            throw ValidationError("--data names a running node's directory: give its --config too.")
        }
        if configurationPath != nil, stay || localAddress != nil {
            throw ValidationError(
                "--stay and --local-ip are for a node of its own: leave --config out.")
        }
    }

    func run() async throws {
        let hasHeld: Bool
        if let configurationPath {
            let node = RunningNode(
                configuration: configurationPath, dataDirectory: dataPath ?? "/var/lib/clearwater")
            hasHeld = try await node.rehearse()
        } else {
            let node = try TemporaryNode(localAddress: localAddress)
            defer { node.remove() }
            hasHeld = try await node.rehearse(andStay: stay)
        }
        if !hasHeld { throw ExitCode.failure }
    }
}

/// Runs something that blocks on a thread of its own, because the tasks' threads are the node's.
func onOwnThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}
