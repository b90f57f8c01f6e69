import Foundation
import NetworkAddresses
import NodeAssembly
import NodeConfiguration
import NodeControl
import Provisioning
import Rehearsal
import Storage
import Synchronization

/// A node of the command's own, with everything it needs in a directory that goes away with it.
struct TemporaryNode: Sendable {
    private let root: String
    private let configuration: ConfigurationDirectory
    private let dataDirectory: String
    private let address: IPAddress
    private let log: DivertedLog
    /// What the portal's sign-up asks for.
    private let signupKey = PasswordGenerator.make()

    private static let port: UInt16 = 5060
    private static let domain = "example.com"
    private static let phoneNumber = "6505550000"
    private static let ownNumber = "6505550001"

    /// - Parameter localAddress: where it listens; nil takes a free loopback address.
    init(localAddress: String?) throws {
        if let localAddress {
            guard let address = IPAddress(localAddress), address.isV4, !address.isUnspecified else {
                throw Complaint(
                    "\(localAddress): is not an IPv4 address of this machine; ip address lists those it has"
                )
            }
            self.address = address
        } else {
            address = try LoopbackAddress.free(port: Self.port)
        }
        var template = Array("\(NSTemporaryDirectory())clearwater-try-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Complaint(
                "\(NSTemporaryDirectory()): cannot be written: \(String(cString: strerror(errno))); set TMPDIR"
            )
        }
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        configuration = ConfigurationDirectory(root + "/config")
        dataDirectory = root + "/data"
        for directory in [configuration.path, dataDirectory] {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true)
        }
        log = DivertedLog(file: root + "/log")
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }

    /// Starts the node, plays, and with `andStay` waits for Ctrl-C.
    ///
    /// - Returns: whether everything held.
    func rehearse(andStay: Bool) async throws -> Bool {
        let trunk = LoopbackAddress.random()
        try writeConfiguration(trusting: trunk)
        log.divert()
        defer { log.restore() }
        let failed = Failure()
        let announcement = Announcement()
        let announce: @Sendable (String) -> Void = { announcement.set($0) }
        let serving = Task { [configuration, dataDirectory] in
            do {
                try await Node.serve(
                    configuration: configuration, dataDirectory: dataDirectory,
                    announce: andStay ? announce : nil)
            } catch {
                failed.set(error)
            }
        }
        try await waitUntilServing(failed)
        let hasHeld = try await play(from: trunk)
        if !hasHeld { log.show() }
        if hasHeld, andStay {
            HangUp.endsTheProcess()
            try await sayHowToUse(announcement.text)
            log.restore()
        } else {
            // The node drains when the process is asked to end; nothing is under way, so that is at
            // once.
            kill(getpid(), SIGTERM)
        }
        await serving.value
        return hasHeld
    }

    private func play(from trunk: IPAddress) async throws -> Bool {
        let questions = NodeQuestions(client: ControlClient(directory: dataDirectory))
        let password = PasswordGenerator.make()
        try addSubscriber(Self.phoneNumber, password)
        return try await onOwnThread { [address] in
            try questions.order(.subscribersChanged)
            let free = try questions.freeAddresses()
            let settings = RehearsalSettings(
                node: SocketEndpoint(address, Self.port), domain: Self.domain,
                nodeHost: address.hostText,
                user: Self.phoneNumber, password: password, phoneAddress: free[0],
                trunkAddress: trunk,
                strangerAddress: free[1])
            say(
                "A node of its own at \(settings.node), UDP and TCP, for the domain \(settings.domain).\n"
            )
            var rehearsal = try Rehearsal(settings, askTrust: { try questions.trust(in: $0) })
            let report = try rehearsal.play()
            say(report.text)
            return report.hasHeld
        }
    }

    private func waitUntilServing(_ failed: Failure) async throws {
        let questions = NodeQuestions(client: ControlClient(directory: dataDirectory, timeout: 1))
        for _ in 0..<200 {
            if let error = failed.error { throw error }
            if (try? await onOwnThread({ try questions.status() })) != nil { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        log.show()
        throw Complaint("\(address): the node did not start within 5 s; what it said is above")
    }

    private func writeConfiguration(trusting trunk: IPAddress) throws {
        try write("local_ip=\(address)\n\(WebPorts(at: address).options)", to: "local_config")
        try write(
            "home_domain=\(Self.domain)\nsignup_key=\(signupKey)\n", to: "shared_config")
        _ = try TrunksFile(configuration).add("rehearsal", peers: ["\(trunk)"])
    }

    private func write(_ text: String, to file: String) throws {
        try text.write(toFile: configuration.path(of: file), atomically: true, encoding: .utf8)
    }

    private func addSubscriber(_ number: String, _ password: String) throws {
        let database = try SubscriberDatabase.open(directory: dataDirectory)
        let new = try NewSubscriber(user: number, password: password, realm: Self.domain)
        try database.add(new, now: wallTime())
        try database.close()
    }

    /// Numbers for the portal's lines, from the pool of Clearwater's own first steps.
    private func addNumbers() async throws {
        let database = try SubscriberDatabase.open(directory: dataDirectory)
        _ = try await database.addNumbers(
            from: Self.phoneNumber, count: 1000, isPSTN: false,
            by: Author(who: "operator", interface: .commandLine), now: wallTime())
        try database.close()
    }

    /// - Parameter announcement: of the portal's administrator.
    private func sayHowToUse(_ announcement: String) async throws {
        let password = PasswordGenerator.make()
        try addSubscriber(Self.ownNumber, password)
        try await addNumbers()
        guard let settings = configuration.load().settings else { return }
        let card = SubscriberCard(user: Self.ownNumber, password: password, settings: settings)
        let me = CommandLine.arguments[0]
        let directories = "--config \(configuration.path) --data \(dataDirectory)"
        let reach =
            address.isLoopback
            ? """


            Other machines do not reach a loopback address. For them, start on one of this machine:
              \(me) try --stay --local-ip ADDRESS
            """ : ""
        say(
            """

            The node stays up. A second subscriber waits for a phone of yours:

            \(card.text)

            More of them are made in the portal: \(settings.ellisURL), signup key \(signupKey)
            \(announcement.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))

            A trunk of yours, or SIPp in its place, is trusted from the moment you say so:
              \(me) trunk add mine ADDRESS \(directories)
            How the node fares, and who was refused why:
              \(me) status \(directories)\(reach)

            Ctrl-C ends the node and removes its files. Its log:
            """)
    }
}

/// The terminal that is closed while a demonstration stays up.
private enum HangUp {
    /// A node takes SIGHUP for an order to read its configuration, and would stay without anybody
    /// to stop it.
    static func endsTheProcess() {
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler {
            kill(getpid(), SIGTERM)
            source.cancel()
        }
        source.resume()
    }
}

/// What the node said once, for whoever started it.
private final class Announcement: Sendable {
    private let held = Mutex("")

    var text: String { held.withLock { $0 } }

    func set(_ text: String) { held.withLock { $0 = text } }
}

/// The error that ended the node, once there is one.
private final class Failure: Sendable {
    private let held = Mutex<(any Error)?>(nil)

    var error: (any Error)? { held.withLock { $0 } }

    func set(_ error: any Error) { held.withLock { $0 = error } }
}
