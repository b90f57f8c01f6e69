import Determinism
import IMSFunctions
import NetworkAddresses
import SIPTransports
import Subscribers
import Testing

/// Which contacts a request goes to, and in which order.
struct BindingSelectionTests {
    private static func binding(
        _ name: String, q: UInt16 = 1000, expires: Int64 = 100, registered: Int64 = 0
    ) -> Binding {
        Binding(
            contact: Array(name.utf8), parameters: [], path: [], callID: [], cseq: 1, q: q,
            expires: WallTime(milliseconds: expires),
            flow: Flow(
                transport: .udp, local: SocketEndpoint(.loopbackV4, 5060),
                remote: SocketEndpoint(.loopbackV4, 5062)),
            userAgent: [], registered: WallTime(milliseconds: registered))
    }

    private static func targets(_ bindings: [Binding], at now: Int64 = 50) -> [String] {
        let record = SubscriberRecord(
            subscriber: Subscriber(id: 1, user: "alice", digestHashes: []), bindings: bindings)
        return BindingSelection.targets(of: record, at: WallTime(milliseconds: now))
            .map { String(decoding: $0.contact, as: UTF8.self) }
    }

    @Test func `The highest q comes first, and of equals the latest`() {
        let order = Self.targets([
            Self.binding("low", q: 1), Self.binding("old", q: 500, registered: 1),
            Self.binding("new", q: 500, registered: 2),
            Self.binding("high"),
        ])
        #expect(order == ["high", "new", "old", "low"])
    }

    @Test(arguments: [(99, 1), (100, 0), (101, 0)] as [(Int64, Int)])
    func `A contact counts until the moment it expires`(now: Int64, count: Int) {
        #expect(Self.targets([Self.binding("a")], at: now).count == count)
    }

    @Test func `There are at most ten, the best ones`() {
        let order = Self.targets((0..<15).map { Self.binding("\($0)", q: UInt16($0)) })
        #expect(order == (5..<15).reversed().map { "\($0)" })
    }

    @Test func `No contact makes no target`() {
        #expect(Self.targets([]).isEmpty)
    }
}
