import Determinism
import Foundation
import NetworkAddresses
import SIPTransports
import Storage
import Subscribers
import Synchronization

/// A data directory that lives as long as a test.
final class TemporaryStore: Sendable {
    static let realm = "example.com"
    let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "clearwater-storage-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var file: String { directory + "/" + SubscriberDatabase.fileName }

    /// Opens it, as any process may.
    func open(patience: Interval = .seconds(10)) throws -> SubscriberDatabase {
        try SubscriberDatabase.open(directory: directory, patience: patience)
    }
}

let now = WallTime(milliseconds: 1_700_000_000_000)

extension SubscriberDatabase {
    @discardableResult
    func addSubscriber(_ user: String, password: String = "secret") throws -> Subscriber {
        let new = try NewSubscriber(user: user, password: password, realm: TemporaryStore.realm)
        return try add(new, now: now)
    }

    /// Adds many at the price of one commit.
    @discardableResult
    func addSubscribers(_ users: [String]) throws -> [Subscriber] {
        let batch = try users.map {
            try NewSubscriber(user: $0, password: "secret", realm: TemporaryStore.realm)
        }
        return try add(batch, now: now).compactMap { $0 }
    }

    func found(_ user: String) throws -> SubscriberRecord? {
        try record(for: SubscriberKey(user)!)
    }
}

extension BindingJournal {
    /// Hands in a registration and waits for what becomes of it.
    func write(_ bindings: [Binding], subscriber: Int64) async -> Bool {
        await withCheckedContinuation { continuation in
            enqueue(bindings, subscriber: subscriber) { continuation.resume(returning: $0) }
        }
    }
}

extension SubscriberLookups {
    func find(_ user: String) async -> Answer {
        await withCheckedContinuation { continuation in
            find(SubscriberKey(user)!) { continuation.resume(returning: $0) }
        }
    }
}

/// A registration of a phone behind port `port`.
func binding(
    port: UInt16 = 5060, expires: Int64 = 300, transport: TransportProtocol = .udp,
    connection: UInt64 = 0
) -> Binding {
    Binding(
        contact: Array("sip:alice@192.0.2.7:\(port)".utf8), parameters: Array(";+sip.ice".utf8),
        path: [], callID: Array("3848276298220188511@192.0.2.7".utf8), cseq: 314_159, q: 700,
        expires: WallTime(milliseconds: now.milliseconds + expires * 1000),
        flow: Flow(
            transport: transport, local: SocketEndpoint(IPAddress(v4: 0x7F00_0001), 5060),
            remote: SocketEndpoint(IPAddress(v4: 0xC000_0207), port), connection: connection),
        userAgent: Array("baresip v1.0.0 (x86_64/linux)".utf8), registered: now)
}
