import Foundation
import NetworkAddresses
import NodeConfiguration
import NodeControl
import Provisioning
import Rehearsal
import Storage
import Synchronization

/// A node that somebody runs already, with what a rehearsal adds to it and takes away again.
struct RunningNode: Sendable {
    private let directory: ConfigurationDirectory
    private let dataDirectory: String

    init(configuration: String, dataDirectory: String) {
        directory = ConfigurationDirectory(configuration)
        self.dataDirectory = dataDirectory
    }

    /// - Returns: whether everything held.
    func rehearse() async throws -> Bool {
        EndWish.listen()
        return try await onOwnThread { try play() }
    }

    private func play() throws -> Bool {
        let questions = NodeQuestions(client: ControlClient(directory: dataDirectory))
        let status = try questions.status()
        let listener = try listener(of: status)
        let free = try questions.freeAddresses()
        let loaded = directory.load()
        guard let settings = loaded.settings else {
            throw Complaint(loaded.mistakes.map(\.description).joined(separator: "\n"))
        }
        // +999 is no country's: no real subscriber has such a number.
        let user = "+999\(UInt32.random(in: 100_000_000 ... 999_999_999))"
        let password = PasswordGenerator.make()
        let database = try SubscriberDatabase.open(directory: dataDirectory)
        try database.add(
            NewSubscriber(user: user, password: password, realm: status.homeDomain), now: wallTime()
        )
        defer { remove(user, from: database, questions) }
        try questions.order(.subscribersChanged)
        try questions.order(
            .trustForDemonstration(
                addresses: ["\(free[1])"], seconds: ControlRequest.longestDemonstration / 2))
        let address = settings.publicAddresses.first ?? listener.address
        let rehearsalSettings = RehearsalSettings(
            node: listener, domain: status.homeDomain,
            nodeHost: listener.port == 5060
                ? address.hostText : "\(SocketEndpoint(address, listener.port))",
            user: user, password: password, phoneAddress: free[0], trunkAddress: free[1],
            strangerAddress: free[2])
        say(
            "The running node (pid \(status.pid)) at \(listener), for the domain \(status.homeDomain).\n"
        )
        var rehearsal = try Rehearsal(
            rehearsalSettings, askTrust: { try questions.trust(in: $0) },
            isCancelled: { EndWish.isThere })
        let report = try rehearsal.play()
        say(report.text)
        return report.hasHeld
    }

    /// An IPv4 listener on UDP, on a loopback address if there is one.
    private func listener(of status: NodeStatus) throws -> SocketEndpoint {
        let candidates = status.listeners.filter { $0.transport.lowercased() == "udp" }
            .compactMap { listener in
                IPAddress(listener.address).map { SocketEndpoint($0, listener.port) }
            }.filter(\.address.isV4)
        guard let chosen = candidates.first(where: \.address.isLoopback) ?? candidates.first else {
            throw Complaint(
                "the node listens on no IPv4 address with UDP, which the built-in phone and trunk need; "
                    + "call it with a phone of your own")
        }
        return chosen
    }

    private func remove(
        _ user: String, from database: SubscriberDatabase, _ questions: NodeQuestions
    ) {
        do {
            try database.remove(user)
            try questions.order(.trustForDemonstration(addresses: [], seconds: 0))
            try questions.order(.subscribersChanged)
        } catch {
            mention(
                "could not clear away everything: \(error); see: clearwater subscriber remove \(user)"
            )
        }
    }
}

/// Ctrl-C and SIGTERM while there is something that has to be taken away first.
private enum EndWish {
    private static let wanted = Atomic(false)

    static var isThere: Bool { wanted.load(ordering: .relaxed) }

    /// From here on both signals only make the wish.
    static func listen() {
        // Touched here, so that the handler finds it made: making it is nothing for a signal
        // handler.
        wanted.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in EndWish.wanted.store(true, ordering: .relaxed) }
        }
    }
}
