import Doctor
import Foundation
import NetworkAddresses
import Provisioning
import RefusedPeers
import ServiceSettings
import Storage
import Troubleshooting

/// What only some faults need.
extension Patient {
    /// A public identity that may register, and nothing else.
    func addBarredLine(_ number: String) async throws {
        let store = try running.homeSubscribers
        let (who, now) = (Self.operatorAtHome, wallTime())
        let set = try await store.addRegistrationSet(by: who, now: now)
        let profile = try await store.addServiceProfile(to: set, by: who, now: now)
        try await store.putPublicIdentity(
            PublicIdentity(uri: "sip:\(number)@\(Self.domain)", isBarred: true), in: profile,
            of: set, by: who, now: now)
    }

    /// Registers with credentials of the right form and the wrong content.
    func logInWrongly() async throws {
        let phone = try peer(at: phoneAddress)
        let uri = "sip:\(Self.domain)"
        let contact = "Contact: <sip:\(Self.number)@\(phone.place)>"
        let challenge = try await phone.ask(
            "REGISTER", uri, as: Self.number, to: Self.number, headers: [contact])
        guard let nonce = challenge.firstMatch(of: /nonce="([^"]+)"/)?.1 else {
            throw Trouble("no challenge: \(challenge)")
        }
        let credentials =
            "Digest username=\"\(Self.number)\", realm=\"\(Self.domain)\", nonce=\"\(nonce)\","
            + " uri=\"\(uri)\", qop=auth, nc=00000001, cnonce=\"1\", algorithm=MD5,"
            + " response=\"00000000000000000000000000000000\""
        try await phone.ask(
            "REGISTER", uri, as: Self.number, to: Self.number,
            headers: [contact, "Authorization: \(credentials)"])
    }

    /// A message of the trunk that is sent again and again.
    ///
    /// - Parameter answered: whether the phone has answered before.
    func retransmit(copies: Int, answered: Bool) async throws {
        let phone = try await register()
        let trunk = try peer(at: trunkAddress)
        let message = trunk.request(
            "MESSAGE", "sip:\(Self.number)@\(Self.domain)", id: UUID().uuidString)
        trunk.send(message)
        let arrived = try await phone.next("MESSAGE")
        if answered {
            phone.answer(arrived, "200 OK")
            _ = try await trunk.next("SIP/2.0 200")
        }
        for _ in 0..<copies {
            trunk.send(message)
            try await Task.sleep(for: .milliseconds(5))
        }
        if !answered {
            phone.answer(arrived, "200 OK")
            _ = try await trunk.next("SIP/2.0 200")
        }
    }

    /// Facts in which a source was refused that no test can send from, reasoned about as the node
    /// does.
    func facts(refusing source: String) async throws -> DoctorFacts {
        let ledger = RefusalLedger()
        _ = ledger.record(IPAddress(source)!, .untrustedSource, at: wallTime()) {
            "INVITE sip:\(Self.number)@\(Self.domain)"
        }
        var admission = AdmissionFacts(configuration)
        admission.trunks = configuration.load().settings?.trunks ?? []
        let peers = RefusedPeer.all(
            of: ledger, at: wallTime(), facts: admission, silenced: [])
        return try await facts().changed {
            $0.refused = .known(RefusalFacts(peers: peers, knownNumbers: [Self.number]))
        }
    }

    enum Services {
        case diverting
        case barring
    }

    /// Writes the line's services as a phone would.
    func setServices(_ services: Services) async throws {
        var settings = TelephonyServices()
        switch services {
        case .diverting:
            settings.diversion.diversions[.unconditional] = Diversion(
                target: DiversionTarget(uri: "tel:+442071234567")!)
        case .barring: settings.incomingBarring.barred = .all
        }
        let document = try settings.applied(to: Simservs.defaultDocument)
        let database = try SubscriberDatabase.open(directory: data)
        _ = try await database.putDocument(
            .simservs(of: "sip:\(Self.number)@\(Self.domain)"), document, if: .none,
            by: Self.operatorAtHome, now: wallTime())
        try database.close()
    }

    /// The portal, which shows a certificate.
    nonisolated func serveTLS(with certificate: String, _ key: String) throws {
        try write(certificate, to: "tls.pem")
        try write(key, to: "tls.key")
        let path = configuration.path(of: "local_config")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try write(
            text.replacingOccurrences(of: "ellis_port=0", with: "ellis_port=8443")
                + "ellis_certificate_file=\(configuration.path(of: "tls.pem"))\n"
                + "ellis_key_file=\(configuration.path(of: "tls.key"))\n", to: "local_config")
    }
}

extension DoctorFacts {
    /// These facts with something changed.
    func changed(_ change: (inout DoctorFacts) -> Void) -> DoctorFacts {
        var facts = self
        change(&facts)
        return facts
    }
}

/// A UDP socket at a place that the node should have, or that only a router has.
final class LonelySocket: Sendable {
    private let descriptor: Int32

    init(at place: SocketEndpoint) throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var name = sockaddr_in(place)
        let descriptor = descriptor
        let isBound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound else { throw Trouble("\(place): \(String(cString: strerror(errno)))") }
    }

    func close() { Foundation.close(descriptor) }

    /// Says 200 to whatever comes, until it is cancelled.
    func answerOptions() async throws {
        defer { close() }
        var room = [UInt8](repeating: 0, count: 4096)
        while true {
            var peer = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let answer = Array("SIP/2.0 200 OK\r\n\r\n".utf8)
            withUnsafeMutablePointer(to: &peer) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    if recvfrom(descriptor, &room, room.count, 0, $0, &length) > 0 {
                        sendto(descriptor, answer, answer.count, 0, $0, length)
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

/// A process that does nothing, and may open few files.
final class SleepingChild {
    private let process = Process()
    var pid: Int32 { process.processIdentifier }

    init(openFiles: Int) throws {
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "ulimit -n \(openFiles); exec sleep 60"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Until the limit is in force: it is sleep then.
        for _ in 0..<200 {
            let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
            if name == "sleep\n" { return }
            usleep(5000)
        }
        throw Trouble("the child does not sleep")
    }

    func end() {
        // Not SIGTERM, which a child of this process may have inherited as ignored.
        kill(pid, SIGKILL)
        process.waitUntilExit()
    }
}

/// A certificate that ended in 2020, and its key, which protects nothing.
enum ExpiredCertificate {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBFzCBvgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA12b2ljZS5leGFtcGxl
        MB4XDTIwMDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFowGDEWMBQGA1UEAwwNdm9p
        Y2UuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCrXi7HrRlq7MyHY
        qt20KQJuMinZZi0A0E8rQ1E+otHyB4rXv3xcl33ZI8gA6kXtRd0qyXARIlbYWHME
        4vRbQlEwCgYIKoZIzj0EAwIDSAAwRQIgbCNDCVkzrfQSsJ38JbwOV7bHuOJfG2OG
        kf4iFJIDH70CIQCaYM2UyAiKloALmbHpcuw+c97MO77Z8wJkJxq0QvPQQQ==
        -----END CERTIFICATE-----

        """
    static let key = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIIgfvoq0CEHQlZ4Vd/CEAoqqiJyLVQzb16m9kNopgBxFoAoGCCqGSM49
        AwEHoUQDQgAEKteLsetGWrszIdiq3bQpAm4yKdlmLQDQTytDUT6i0fIHite/fFyX
        fdkjyADqRe1F3SrJcBEiVthYcwTi9FtCUQ==
        -----END EC PRIVATE KEY-----

        """
}
