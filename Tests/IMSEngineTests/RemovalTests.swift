import Determinism
import IMSEngine
import SIPTestKit
import Subscribers
import Testing

/// Registrations that are ended by order. TS 24.229 5.4.1.5.
struct RemovalTests {
    private static let key = SubscriberKey(Cast.number)!
    private static let contact = Array(
        EngineBench.contact(of: Cast.number, at: Cast.phone).utf8)

    private static func bench() -> EngineBench {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone)
        bench.register(Cast.number, at: Cast.secondPhone)
        bench.forgetSent()
        return bench
    }

    @Test func `A contact that is taken off rings no more, and the others do`() throws {
        let bench = Self.bench()
        bench.receive(.removeContacts(Self.contact, of: Self.key, order: 1))
        #expect(bench.removals == [.removed(1)])
        #expect(bench.store[Cast.number]?.bindings.count == 1)
        let sent = bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(sent.filter(\.message.isRequest).map(\.flow.remote) == [Cast.secondPhone.endpoint])
    }

    @Test func `Without a contact all are taken off`() {
        let bench = Self.bench()
        bench.receive(.removeContacts(nil, of: Self.key, order: 1))
        #expect(bench.removals == [.removed(2)])
        #expect(bench.store[Cast.number]?.bindings.isEmpty == true)
        #expect(
            bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [480])
    }

    @Test func `A phone that was taken off may not call`() {
        let bench = Self.bench()
        bench.receive(.removeContacts(Self.contact, of: Self.key, order: 1))
        let invite = RequestText.invite(
            "sip:+15551000002@example.com", from: Cast.phone, caller: Cast.uri)
        #expect(bench.deliver(invite, from: Cast.phone).statuses == [403])
    }

    @Test func `A subscriber that is not in memory is looked up first`() {
        let bench = Self.bench()
        bench.restart()
        bench.receive(.removeContacts(Self.contact, of: Self.key, order: 1))
        #expect(bench.removals == [.removed(1)])
        #expect(bench.store[Cast.number]?.bindings.count == 1)
    }

    @Test func `The order is answered once the rest is on disk`() {
        let bench = Self.bench()
        bench.store.mood = .waits
        bench.receive(.removeContacts(Self.contact, of: Self.key, order: 1))
        #expect(bench.removals.isEmpty)
        bench.answerStore()
        #expect(bench.removals == [.removed(1)])
    }

    @Test func `A contact or a subscriber that is not there is nothing to do`() {
        let bench = Self.bench()
        bench.receive(.removeContacts(Array("sip:x@192.0.2.99".utf8), of: Self.key, order: 1))
        bench.receive(.removeContacts(nil, of: SubscriberKey("nobody")!, order: 2))
        #expect(bench.removals == [.nothing, .nothing])
        #expect(bench.store[Cast.number]?.bindings.count == 2)
    }

    @Test func `A store that does not answer leaves the phone where it is and says so`() {
        let bench = Self.bench()
        bench.store.mood = .fails
        bench.receive(.removeContacts(Self.contact, of: Self.key, order: 1))
        bench.restart()
        bench.receive(.removeContacts(Self.contact, of: Self.key, order: 2))
        #expect(bench.removals == [.unavailable, .unavailable])
        bench.store.mood = .waits
        bench.receive(.removeContacts(Self.contact, of: Self.key, order: 3))
        bench.pass(.seconds(10))
        #expect(bench.removals.last == .unavailable)
        #expect(bench.store[Cast.number]?.bindings.count == 2)
    }
}
