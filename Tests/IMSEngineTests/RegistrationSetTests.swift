import Determinism
import IMSEngine
import SIPTestKit
import Subscribers
import Testing

/// Subscribers of several identities and logins. TS 23.228 5.2.1a, TS 24.229 5.4.1.2.2F.
struct RegistrationSetTests {
    private static let identities = [
        "sip:+15551000001@example.com", "tel:+15551000001", "sip:alice@example.org",
        "sip:hidden@example.com",
    ]
    private static let logins = ["alice-phone@example.com", "desk@other.example"]

    private static func bench() -> EngineBench {
        let bench = EngineBench()
        bench.store.provision(
            identities: identities, barred: ["sip:hidden@example.com"], logins: logins,
            password: EngineBench.password)
        return bench
    }

    private static func registered(as user: String = Cast.number) -> EngineBench {
        let bench = bench()
        bench.register(user, at: Cast.phone, login: "alice-phone")
        bench.forgetSent()
        return bench
    }

    // MARK: - Who may register

    @Test(arguments: ["alice-phone@example.com", "alice-phone", "desk@other.example"])
    func `Any private identity of the set registers any of its public ones`(login: String) {
        for user in [Cast.number, "alice", "hidden"] {
            #expect(Self.bench().register(user, at: Cast.phone, login: login).status == 200)
        }
    }

    @Test(arguments: ["+15551000001", "alice", "desk", "alice-phone@example.org", ""])
    func `A user name that is no private identity's is 403`(login: String) {
        let bench = Self.bench()
        #expect(bench.register(Cast.number, at: Cast.phone, login: login).status == 403)
        #expect(bench.store[Cast.number]?.bindings.isEmpty == true)
    }

    @Test func `A private identity of another set is 403`() {
        let bench = Self.bench()
        bench.store.provision(
            identities: ["sip:bob@example.com"], logins: ["bob@example.com"],
            password: EngineBench.password)
        #expect(bench.register("alice", at: Cast.phone, login: "bob").status == 403)
        #expect(bench.register("bob", at: Cast.phone, login: "alice-phone").status == 403)
    }

    @Test func `A set without a private identity registers nobody`() {
        let bench = EngineBench()
        bench.store.provision(
            identities: ["sip:alice@example.com"], logins: [], password: EngineBench.password)
        #expect(bench.register("alice", at: Cast.phone).status == 403)
    }

    @Test func `The 200 names the identities that are not barred, the first one first`() {
        let answer = Self.bench().register("hidden", at: Cast.phone, login: "alice-phone")
        #expect(
            answer["P-Associated-URI"]
                == "<sip:+15551000001@example.com>, <tel:+15551000001>, <sip:alice@example.org>")
    }

    @Test func `A set of barred identities registers and is told of none`() {
        let bench = EngineBench()
        bench.store.provision(
            identities: ["sip:hidden@example.com"], barred: ["sip:hidden@example.com"],
            logins: ["x@example.com"], password: EngineBench.password)
        let answer = bench.register("hidden", at: Cast.phone, login: "x")
        #expect(answer.status == 200)
        #expect(answer["P-Associated-URI"] == nil)
    }

    // MARK: - Who is rung

    @Test(arguments: ["+15551000001", "alice", "hidden"])
    func `A phone that registered as one is rung for each`(user: String) {
        let bench = Self.registered(as: user)
        for (id, called) in [Cast.uri, "tel:+15551000001", "sip:alice@example.com"].enumerated() {
            let sent = bench.deliver(
                .message(called, from: Cast.trunk, id: "\(id)"), from: Cast.trunk)
            #expect(sent.requests.count == 1, "\(called)")
        }
    }

    @Test func `After a restart a phone is found by an identity that it did not register`() {
        let bench = Self.registered()
        bench.restart()
        for (id, called) in ["sip:alice@example.org", Cast.uri].enumerated() {
            let sent = bench.deliver(
                .message(called, from: Cast.trunk, id: "\(id)"), from: Cast.trunk)
            #expect(sent.requests.count == 1, "\(called)")
        }
        #expect(bench.load.rememberedSubscribers == 1)
    }

    @Test func `What an identity registers, another takes off`() {
        let bench = Self.registered(as: "alice")
        let contact = "<\(EngineBench.contact(of: "alice", at: Cast.phone))>"
        bench.register(
            Cast.number, at: Cast.phone, contact: contact, expires: 0, login: "alice-phone")
        #expect(bench.store["alice"]?.bindings.isEmpty == true)
    }

    @Test func `A barred identity is answered as one that is not there`() {
        let bench = Self.registered()
        let called = RequestText.message("sip:hidden@example.com", from: Cast.trunk)
        #expect(bench.deliver(called, from: Cast.trunk).statuses == [404])
        bench.restart()
        #expect(bench.deliver(called, from: Cast.trunk).statuses == [404])
    }

    @Test func `A connection that ends is gone for every identity`() {
        let bench = Self.bench()
        let phone = Peer("203.0.113.5:40000", over: .tcp, connection: 1)
        bench.register("alice", at: phone, contact: "<sip:x@phone.invalid>", login: "alice-phone")
        bench.receive(.flowClosed(phone.flow(in: EngineBench.listeners)))
        let sent = bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(sent.statuses == [480])
    }

    // MARK: - Who calls

    private static func call(
        as user: String, preferring preferred: String? = nil, _ bench: EngineBench
    ) -> [EngineBench.Sent] {
        bench.register(Cast.secondNumber, at: Cast.secondPhone)
        var message = RequestText.message(
            "sip:\(Cast.secondNumber)@example.com", from: Cast.phone,
            caller: "sip:\(user)@example.com")
        if let preferred { message.add("P-Preferred-Identity", "<\(preferred)>") }
        return bench.deliver(message, from: Cast.phone)
    }

    private static func asserted(_ sent: [EngineBench.Sent]) -> String? {
        sent.request("MESSAGE")?["P-Asserted-Identity"]
    }

    @Test(arguments: [
        ("+15551000001", "<sip:+15551000001@example.com>"), ("alice", "<sip:alice@example.org>"),
    ])
    func `A phone calls as the identity of its set that it names`(user: String, identity: String) {
        #expect(Self.asserted(Self.call(as: user, Self.registered())) == identity)
    }

    @Test func `A phone calls as the identity of its set that it prefers`() {
        let sent = Self.call(
            as: Cast.number, preferring: "sip:alice@example.com", Self.registered())
        #expect(Self.asserted(sent) == "<sip:alice@example.org>")
    }

    @Test(arguments: ["sip:+15551000002@example.com", "sip:x@elsewhere.example"])
    func `A phone that prefers to be somebody else calls as whom it is`(preferred: String) {
        let sent = Self.call(as: Cast.number, preferring: preferred, Self.registered())
        #expect(Self.asserted(sent) == "<sip:+15551000001@example.com>")
    }

    @Test func `A barred identity may not call`() {
        let bench = Self.registered()
        #expect(Self.call(as: "hidden", bench).statuses == [403])
        #expect(bench.refusals.map(\.reason) == [.barredIdentity])
    }

    // MARK: - What changes

    @Test func `A change of one identity is a change of all`() throws {
        let bench = Self.registered()
        bench.store.provision(
            identities: Self.identities, barred: [Cast.uri, "tel:+15551000001"],
            logins: Self.logins, password: "new")
        bench.receive(.subscriberChanged(try #require(SubscriberKey("hidden"))))
        let sent = bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(sent.statuses == [404])
        #expect(bench.register("alice", at: Cast.phone, login: "alice-phone").status == 403)
        #expect(
            bench.deliver(
                .message("sip:hidden@example.com", from: Cast.trunk, id: "2"), from: Cast.trunk
            ).requests.count == 1)
    }

    @Test func `An identity that joined is rung after the change`() throws {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone)
        bench.store.provision(
            identities: [Cast.uri, "sip:alice@example.com"], logins: Self.logins,
            password: EngineBench.password)
        for user in [Cast.number, "alice"] {
            bench.receive(.subscriberChanged(try #require(SubscriberKey(user))))
        }
        let sent = bench.deliver(
            .message("sip:alice@example.com", from: Cast.trunk), from: Cast.trunk)
        #expect(sent.requests.count == 1)
    }

    @Test func `A password that was changed while the store was asked is not good any more`() {
        let bench = EngineBench()
        bench.store.provision(Cast.number, password: EngineBench.password)
        bench.store.mood = .waits
        bench.register(Cast.number, at: Cast.phone)
        let late = bench.readStore()
        bench.store.provision(Cast.number, password: "new")
        bench.receive(.subscriberChanged(SubscriberKey(Cast.number)!))
        for answer in late { bench.receive(answer) }
        #expect(bench.answerStore().statuses == [403])
    }
}
