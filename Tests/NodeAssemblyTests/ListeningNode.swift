import Determinism
import Foundation
import NetworkAddresses
import NodeAssembly
import Provisioning
import Rehearsal
import SIPTransports
import Storage
import Subscribers

/// A node with sockets, without web servers, and with the subscriber 15551000000.
final class ListeningNode: Sendable {
    static let number = "+15551000000"

    let own: NodeUnderTest
    let endpoint: SocketEndpoint
    var node: Node { own.node }

    private init(_ own: NodeUnderTest, _ endpoint: SocketEndpoint) {
        self.own = own
        self.endpoint = endpoint
    }

    /// - Parameter phone: a port of 127.0.0.1 where the subscriber is registered; nil for nowhere.
    static func start(
        at address: String = "127.0.0.1", trunks: String = "", phone: UInt16? = nil
    ) async throws -> ListeningNode {
        let port = freePort(at: IPAddress(address)!)
        let options =
            "sip_port=\(port)\nellis_port=0\nhomestead_provisioning_port=0\nxdms_port=0\n"
        let files = [
            "local_config": options, "shared_config": "home_domain=example.com\n",
            "trunks": trunks,
        ]
        let own = try await NodeUnderTest(files, localAddress: address) { data in
            try await provision(data, node: port, phone: phone)
        }
        try await own.node.listen()
        return ListeningNode(own, SocketEndpoint(IPAddress(address)!, port))
    }

    private static func provision(_ data: String, node: UInt16, phone: UInt16?) async throws {
        let database = try SubscriberDatabase.open(directory: data)
        let now = WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let new = try NewSubscriber(user: number, password: "x", realm: "example.com")
        let subscriber = try database.add(new, now: now)
        if let phone {
            await register(
                SocketEndpoint(.loopbackV4, phone), over: SocketEndpoint(.loopbackV4, node),
                subscriber.id, try BindingJournal(database), now)
        }
        try database.close()
    }

    private static func register(
        _ phone: SocketEndpoint, over node: SocketEndpoint, _ subscriber: Int64,
        _ journal: BindingJournal, _ now: WallTime
    ) async {
        let binding = Binding(
            contact: Array("sip:\(number)@\(phone)".utf8), parameters: [], path: [],
            callID: Array("1".utf8), cseq: 1, q: 1000,
            expires: WallTime(milliseconds: now.milliseconds + 300_000),
            flow: Flow(transport: .udp, local: node, remote: phone), userAgent: [],
            registered: now)
        _ = await withCheckedContinuation { continuation in
            journal.enqueue([binding], subscriber: subscriber) {
                continuation.resume(returning: $0)
            }
        }
        journal.close()
    }

    private static func freePort(at address: IPAddress) -> UInt16 {
        while true {
            let port = UInt16.random(in: 20_000...30_000)
            if DatagramSocket.isFree(SocketEndpoint(address, port)) { return port }
        }
    }

    /// Everything that is kept of a configuration and of subscribers: what a test must not change.
    func remains() async throws -> [String] {
        var found: [String] = []
        let files = try FileManager.default.contentsOfDirectory(atPath: own.configuration)
        for file in files.sorted() { found.append("\(file): \(own.text(of: file) ?? "")") }
        found += try FileManager.default.contentsOfDirectory(atPath: own.root + "/data").sorted()
        let database = try SubscriberDatabase.open(directory: own.root + "/data")
        let now = WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        found.append("\(try database.counts(now: now))")
        try database.close()
        for trunk in await node.trunks() { found.append("\(trunk.name) \(trunk.peers)") }
        return found
    }

    func end() async throws { try await own.end() }
}
