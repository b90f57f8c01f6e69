import Determinism
import IMSEngine
import SIPTestKit
import Testing

/// What a registrar grants. RFC 3261 10, RFC 3327, RFC 3608, RFC 5626, RFC 7315.
struct RegistrationTests {
    @Test func `The 200 carries Service-Route, P-Associated-URI and what is supported`() {
        let bench = EngineBench()
        let answer = bench.register(Cast.number, at: Cast.phone)
        #expect(answer["Service-Route"] == "<sip:10.1.0.1:5060;lr;orig>")
        #expect(answer["P-Associated-URI"] == "<sip:+15551000001@example.com>, <tel:+15551000001>")
        #expect(answer["Supported"]?.contains("path") == true)
        #expect(answer["To"]?.contains(";tag=") == true)
    }

    @Test func `A name that is no number has no tel URI`() {
        let bench = EngineBench()
        #expect(
            bench.register("alice", at: Cast.phone)["P-Associated-URI"] == "<sip:alice@example.com>"
        )
    }

    @Test func `Over TCP the Service-Route says so`() {
        let bench = EngineBench()
        let answer = bench.register(
            Cast.number, at: Peer("203.0.113.5:40000", over: .tcp, connection: 1))
        #expect(answer["Service-Route"] == "<sip:10.1.0.1:5060;transport=tcp;lr;orig>")
    }

    @Test func `A registration survives a restart`() {
        let bench = EngineBench.withPhone()
        bench.restart()
        #expect(
            bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).requests.count
                == 1)
    }

    @Test func `The 200 waits until the contact is stored`() throws {
        let bench = EngineBench()
        bench.store.provision(Cast.number, password: EngineBench.password)
        let challenge = bench.deliver(
            .register(Cast.number, from: Cast.phone, contact: "<sip:me@203.0.113.5:5062>"),
            from: Cast.phone)
        bench.store.mood = .waits
        let request = Self.answering(
            challenge,
            .register(Cast.number, from: Cast.phone, contact: "<sip:me@203.0.113.5:5062>", cseq: 2))
        #expect(bench.deliver(request, from: Cast.phone).isEmpty)
        #expect(bench.answerStore().isEmpty, "now it is known who registers")
        #expect(bench.deliver(request, from: Cast.phone).isEmpty, "a repetition is absorbed")
        #expect(bench.answerStore().statuses == [200])
        #expect(bench.store[Cast.number]?.bindings.count == 1)
    }

    @Test func `A contact that could not be stored is 503 with Retry-After, and not there`() throws
    {
        let bench = EngineBench()
        bench.store.provision(Cast.number, password: EngineBench.password)
        let challenge = bench.deliver(
            .register(Cast.number, from: Cast.phone, contact: "<sip:me@203.0.113.5:5062>"),
            from: Cast.phone)
        bench.store.mood = .waits
        bench.deliver(
            Self.answering(
                challenge,
                .register(
                    Cast.number, from: Cast.phone, contact: "<sip:me@203.0.113.5:5062>", cseq: 2)),
            from: Cast.phone)
        bench.answerStore()
        let refusal = try #require(bench.failStore().response(503))
        #expect(refusal["Retry-After"] != nil)
        bench.store.mood = .answersAtOnce
        #expect(
            bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [480])
    }

    @Test func `A store that cannot be read is 503, never 403 or 404`() {
        let bench = EngineBench()
        bench.store.provision(Cast.number, password: EngineBench.password)
        bench.store.mood = .fails
        #expect(bench.register(Cast.number, at: Cast.phone).status == 503)
    }

    @Test(
        arguments: [
            (nil, ";expires=60", 60), (120, "", 120), (120, ";expires=60", 60), (7200, "", 300),
            (nil, "", 300),
            (nil, ";expires=4000000000", 300),
        ] as [(Int?, String, Int)])
    func `Expiry is the parameter's, else the header's, else the longest, and never longer`(
        header: Int?, parameter: String, granted: Int
    ) {
        let bench = EngineBench()
        let answer = bench.register(
            Cast.number, at: Cast.phone, contact: "<sip:me@203.0.113.5:5062>\(parameter)",
            expires: header)
        #expect(answer["Contact"] == "<sip:me@203.0.113.5:5062>;expires=\(granted)")
    }

    @Test func `Time that has passed is told in a fetch`() {
        let bench = EngineBench.withPhone()
        bench.pass(.seconds(100))
        let answer = bench.register(Cast.number, at: Cast.phone, expires: nil, id: "fetch") {
            $0["Contact"] = nil
        }
        #expect(answer.status == 200)
        #expect(answer.all("Contact") == ["<sip:+15551000001@203.0.113.5:5062>;expires=200"])
        #expect(bench.store[Cast.number]?.bindings.count == 1)
    }

    @Test func `Several contacts register at once and from several phones`() {
        let bench = EngineBench()
        let both = bench.register(
            Cast.number, at: Cast.phone,
            contact: "<sip:a@203.0.113.5:5062>;q=0.5, <sip:b@203.0.113.5:5063>;expires=100")
        #expect(
            both.all("Contact") == [
                "<sip:a@203.0.113.5:5062>;q=0.500;expires=300",
                "<sip:b@203.0.113.5:5063>;expires=100",
            ])
        #expect(bench.register(Cast.number, at: Cast.secondPhone).all("Contact").count == 3)
    }

    @Test func `An eleventh contact takes the place of the oldest`() {
        let bench = EngineBench()
        var answer = MessageView("")
        for port in 0..<11 {
            answer = bench.register(Cast.number, at: Peer("203.0.113.5:\(6000 + port)"))
        }
        #expect(answer.all("Contact").count == 10)
        #expect(!answer.text.contains(":6000"))
    }

    @Test func `The same contact registered again is one contact`() {
        let bench = EngineBench.withPhone()
        let answer = bench.register(Cast.number, at: Cast.phone, id: "again")
        #expect(answer.all("Contact").count == 1)
    }

    @Test func `Expires 0 takes a contact off and leaves the others`() {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone)
        bench.register(Cast.number, at: Cast.secondPhone)
        let answer = bench.register(Cast.number, at: Cast.phone, expires: 0, id: "off")
        #expect(answer.status == 200)
        #expect(answer.all("Contact") == ["<sip:+15551000001@203.0.113.6:5062>;expires=300"])
        #expect(
            bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).requests.count
                == 1)
    }

    @Test func `A star with Expires 0 takes all contacts off`() {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone)
        bench.register(Cast.number, at: Cast.secondPhone)
        let answer = bench.register(
            Cast.number, at: Cast.phone, contact: "*", expires: 0, id: "off")
        #expect(answer.status == 200)
        #expect(answer.all("Contact").isEmpty)
        #expect(bench.store[Cast.number]?.bindings.isEmpty == true)
    }

    @Test(arguments: [60, nil] as [Int?])
    func `A star without Expires 0 is 400`(expires: Int?) {
        let bench = EngineBench.withPhone()
        let answer = bench.register(
            Cast.number, at: Cast.phone, contact: "*", expires: expires, id: "off")
        #expect(answer.status == 400)
        #expect(bench.store[Cast.number]?.bindings.count == 1)
    }

    @Test func `A star beside a contact is 400`() {
        let bench = EngineBench.withPhone()
        let answer = bench.register(
            Cast.number, at: Cast.phone, contact: "*, <sip:a@b.example>", expires: 0, id: "off")
        #expect(answer.status == 400)
    }

    @Test func `A REGISTER that was overtaken by a later one changes nothing`() {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone, id: "one", cseq: 10)
        #expect(
            bench.register(Cast.number, at: Cast.phone, expires: 0, id: "one", cseq: 3).status
                == 500)
        #expect(bench.store[Cast.number]?.bindings.count == 1)
        #expect(
            bench.register(Cast.number, at: Cast.phone, expires: 0, id: "one", cseq: 20).status
                == 200)
    }

    @Test func `Path is kept, told in the 200, and becomes the Route of a call`() {
        let bench = EngineBench()
        let answer = bench.register(Cast.number, at: Cast.phone) {
            $0.add("Path", "<sip:edge1.example.net;lr>")
            $0.add("Path", "<sip:edge2.example.net;lr>")
            $0.add("Supported", "path")
        }
        #expect(
            answer.values("Path") == ["<sip:edge1.example.net;lr>", "<sip:edge2.example.net;lr>"])
        let message = bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).request(
            "MESSAGE")
        #expect(
            message?.values("Route") == [
                "<sip:edge1.example.net;lr>", "<sip:edge2.example.net;lr>",
            ])
    }

    @Test func `An instance that moves to another address is one contact`() {
        let bench = EngineBench()
        let instance = ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\";reg-id=1"
        bench.register(Cast.number, at: Cast.phone, contact: "<sip:me@10.0.0.1:5062>\(instance)")
        let answer = bench.register(
            Cast.number, at: Cast.secondPhone, contact: "<sip:me@10.0.0.2:5062>\(instance)")
        #expect(answer.all("Contact") == ["<sip:me@10.0.0.2:5062>\(instance);expires=300"])
    }

    @Test func `A REGISTER for another domain is 404 and one for another domain of ours is taken`()
    {
        let bench = EngineBench.withPhone()
        let foreign = RequestText.register(
            Cast.number, domain: "elsewhere.example", from: Cast.phone,
            contact: "<sip:me@203.0.113.5>", id: "x")
        #expect(bench.deliver(foreign, from: Cast.phone).statuses == [404])
        let alias = RequestText.register(
            Cast.number, domain: "example.org", from: Cast.phone, contact: "<sip:me@203.0.113.5>",
            id: "y")
        #expect(bench.deliver(alias, from: Cast.phone).statuses == [401])
    }

    @Test func `A REGISTER that requires what is not known is 420`() throws {
        let bench = EngineBench()
        let request = RequestText.register(Cast.number, from: Cast.phone, contact: nil).adding(
            "Require", "path, gruu")
        let answer = try #require(bench.deliver(request, from: Cast.phone).response(420))
        #expect(answer["Unsupported"] == "gruu")
    }

    @Test func `Two phones that register at the same moment are confirmed with what is on disk`()
        throws
    {
        let bench = EngineBench.withPhone()
        let contacts = ["<sip:a@203.0.113.5:5062>", "<sip:b@203.0.113.6:5062>"]
        var requests: [RequestText] = []
        for (index, contact) in contacts.enumerated() {
            let request = RequestText.register(
                Cast.number, from: Cast.phone, contact: contact, id: "c\(index)")
            let challenge = bench.deliver(request, from: Cast.phone)
            requests.append(
                Self.answering(
                    challenge,
                    .register(
                        Cast.number, from: Cast.phone, contact: contact, id: "c\(index)", cseq: 2)))
        }
        bench.store.mood = .waits
        for request in requests { bench.deliver(request, from: Cast.phone) }
        let answers = bench.answerStore()
        #expect(answers.map { $0.message.all("Contact").count } == [2, 3])
        #expect(bench.store[Cast.number]?.bindings.count == 3)
    }

    @Test func `A phone without a password is let in where none is asked for`() {
        let bench = EngineBench { $0.authenticates = false }
        bench.store.provision(Cast.number, password: "x")
        let request = RequestText.register(
            Cast.number, from: Cast.phone, contact: "<sip:me@203.0.113.5:5062>")
        #expect(bench.deliver(request, from: Cast.phone).statuses == [200])
    }

    /// A REGISTER with the answer to a challenge.
    static func answering(
        _ challenge: [EngineBench.Sent], _ request: RequestText, user: String = Cast.number,
        change: (inout DigestAnswer) -> Void = { _ in }
    ) -> RequestText {
        var digest = DigestAnswer(username: user, password: EngineBench.password)
        change(&digest)
        let value = digest.authorization(
            method: "REGISTER", uri: request.uri,
            challenge: challenge.last?.message["WWW-Authenticate"] ?? "")
        return request.adding("Authorization", value)
    }
}
