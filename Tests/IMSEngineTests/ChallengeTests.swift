import Determinism
import IMSEngine
import SIPTestKit
import Testing

/// Proving who a phone is. RFC 3261 22, RFC 2617.
struct ChallengeTests {
    private let bench = EngineBench()
    private static let contact = "<sip:me@203.0.113.5:5062>"

    init() { bench.store.provision(Cast.number, password: EngineBench.password) }

    private func challenge() -> [EngineBench.Sent] {
        bench.deliver(
            .register(Cast.number, from: Cast.phone, contact: Self.contact), from: Cast.phone)
    }

    private func answer(
        _ challenge: [EngineBench.Sent], cseq: Int = 2, user: String = Cast.number,
        change: (inout DigestAnswer) -> Void = { _ in }
    ) -> MessageView? {
        let request = RequestText.register(
            Cast.number, from: Cast.phone, contact: Self.contact, cseq: cseq)
        return bench.deliver(
            RegistrationTests.answering(challenge, request, user: user, change: change),
            from: Cast.phone
        ).last?.message
    }

    @Test func `A REGISTER without credentials is challenged and nothing is looked up or kept`()
        throws
    {
        let sent = challenge()
        #expect(sent.statuses == [401])
        let header = try #require(sent.last?.message["WWW-Authenticate"])
        #expect(header.hasPrefix("Digest realm=\"example.com\",nonce=\""))
        #expect(header.contains("algorithm=MD5") && header.contains("qop=\"auth\""))
        #expect(bench.lookups.isEmpty)
        #expect(bench.load.serverTransactions == 0)
        #expect(bench.nextDeadline == nil)
    }

    @Test func `The right answer is 200, with qop and without`() {
        #expect(answer(challenge())?.status == 200)
        #expect(answer(challenge(), cseq: 4) { $0.usesQuality = false }?.status == 200)
    }

    @Test(arguments: [
        "+15551000001", "15551000001", "+15551000001@example.com", "15551000001@example.com",
    ])
    func `The user name may be spelled with or without plus and domain`(name: String) {
        #expect(answer(challenge(), user: name)?.status == 200)
    }

    @Test func `A wrong password is 403 and reported`() {
        #expect(answer(challenge()) { $0.password = "wrong" }?.status == 403)
        #expect(bench.refusals.map(\.reason) == [.wrongCredentials])
        #expect(bench.store[Cast.number]?.bindings.isEmpty == true)
    }

    @Test func `Credentials of another subscriber are 403`() {
        bench.store.provision(Cast.secondNumber, password: EngineBench.password)
        #expect(answer(challenge(), user: Cast.secondNumber)?.status == 403)
    }

    @Test func `A subscriber that does not exist is answered as a wrong password is`() {
        bench.store.remove(Cast.number)
        #expect(answer(challenge())?.status == 403)
        #expect(bench.refusals.map(\.reason) == [.unknownUser])
    }

    @Test func `A count that was used is asked for again as stale`() throws {
        let challenge = challenge()
        #expect(answer(challenge)?.status == 200)
        let again = try #require(answer(challenge, cseq: 3))
        #expect(again.status == 401)
        #expect(again["WWW-Authenticate"]?.contains("stale=true") == true)
        #expect(answer(challenge, cseq: 4) { $0.nonceCount = 2 }?.status == 200)
    }

    @Test func `Without qop a nonce is good for one request`() {
        let challenge = challenge()
        #expect(answer(challenge) { $0.usesQuality = false }?.status == 200)
        #expect(answer(challenge, cseq: 3) { $0.usesQuality = false }?.status == 401)
    }

    @Test func `A nonce that is too old is asked for again as stale`() {
        let challenge = challenge()
        bench.pass(.seconds(3602))
        let again = answer(challenge)
        #expect(again?.status == 401)
        #expect(again?["WWW-Authenticate"]?.contains("stale=true") == true)
    }

    @Test func `A nonce from before a restart is asked for again as stale, and then accepted`() {
        let old = challenge()
        bench.restart()
        #expect(answer(old)?.status == 401)
        #expect(answer(challenge(), cseq: 3)?.status == 200)
    }

    @Test func `Credentials for another realm count as none`() {
        let request = RequestText.register(
            Cast.number, from: Cast.phone, contact: Self.contact, cseq: 2
        ).adding(
            "Authorization",
            "Digest username=\"+15551000001\",realm=\"elsewhere\",nonce=\"n\","
                + "uri=\"sip:example.com\",response=\"00000000000000000000000000000000\""
        )
        #expect(bench.deliver(request, from: Cast.phone).statuses == [401])
    }
}
