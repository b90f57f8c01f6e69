import Determinism
import Foundation
import NetworkAddresses
import NodeAssembly
import Provisioning
import SIPTransports
import Storage
import Subscribers
import Testing

@Suite struct PhoneDeskTests {
    /// A node whose only line, 6505550000, has two phones, the second of them of yesterday.
    private func node() async throws -> NodeUnderTest {
        try await NodeUnderTest { data in
            let database = try SubscriberDatabase.open(directory: data)
            let now = WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            let new = try NewSubscriber(user: "6505550000", password: "x", realm: "127.0.0.1")
            let subscriber = try database.add(new, now: now)
            let journal = try BindingJournal(database)
            let bindings = [(5060, 300), (5070, -1)].map { port, seconds in
                Self.binding(port: UInt16(port), seconds: Int64(seconds), now)
            }
            let isDurable = await withCheckedContinuation { continuation in
                journal.enqueue(bindings, subscriber: subscriber.id) {
                    continuation.resume(returning: $0)
                }
            }
            #expect(isDurable)
            journal.close()
            try database.close()
        }
    }

    private static func binding(port: UInt16, seconds: Int64, _ now: WallTime) -> Binding {
        Binding(
            contact: Array("sip:6505550000@192.0.2.7:\(port)".utf8), parameters: [], path: [],
            callID: Array("1@192.0.2.7".utf8), cseq: 1, q: 1000,
            expires: WallTime(milliseconds: now.milliseconds + seconds * 1000),
            flow: Flow(
                transport: .udp, local: SocketEndpoint(.loopbackV4, 5060),
                remote: SocketEndpoint(IPAddress("192.0.2.7")!, port)),
            userAgent: Array("Desk phone".utf8), registered: now)
    }

    @Test func `The phones of a line are those that are registered now`() async throws {
        let own = try await node()
        let phones = try await own.node.phones(of: "sip:6505550000@127.0.0.1")
        let phone = try #require(phones.first)
        #expect(phones.count == 1 && phone.contact == "sip:6505550000@192.0.2.7:5060")
        #expect(phone.transport == "UDP" && phone.source == "192.0.2.7:5060")
        #expect(phone.userAgent == "Desk phone")
        #expect(phone.expires.milliseconds - phone.since.milliseconds == 300_000)
        #expect(try await own.node.overview().registrations.map(\.user) == ["6505550000"])
        try await own.end()
    }

    @Test func `A removed phone is gone, and the trail says whose it was and who did it`()
        async throws
    {
        let own = try await node()
        let identity = "sip:6505550000@127.0.0.1"
        let contact = "sip:6505550000@192.0.2.7:5060"
        let author = NodeUnderTest.operatorAtHome
        #expect(try await own.node.removePhone(contact, of: identity, by: author))
        #expect(try await own.node.phones(of: identity) == [])
        #expect(try await !own.node.removePhone(contact, of: identity, by: author))
        let entries = try await own.node.audit.audit(before: nil, limit: 5)
        let removals = entries.filter { $0.action == "remove phone" }
        #expect(removals.map(\.object) == ["\(contact) of \(identity)"])
        #expect(removals.first?.author == author)
        try await own.end()
    }

    @Test(arguments: ["sip:nobody@127.0.0.1", "nonsense", "", "sip:%zz@127.0.0.1"])
    func `Nobody has no phones`(identity: String) async throws {
        let own = try await NodeUnderTest()
        #expect(try await own.node.phones(of: identity) == [])
        let author = NodeUnderTest.operatorAtHome
        #expect(try await !own.node.removePhone("sip:a@192.0.2.1", of: identity, by: author))
        try await own.end()
    }
}
