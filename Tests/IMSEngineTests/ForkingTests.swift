import Determinism
import SIPTestKit
import Testing

/// Several phones of one subscriber. RFC 3261 16.7.
struct ForkingTests {
    /// Two registered phones, and the INVITE that each of them got.
    private struct Fork {
        let bench = EngineBench()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let first: MessageView
        let second: MessageView

        init() throws {
            bench.register(Cast.number, at: Cast.phone)
            bench.register(Cast.number, at: Cast.secondPhone)
            let sent = bench.deliver(invite, from: Cast.trunk)
            first = try #require(sent.first { $0.flow.remote == Cast.phone.endpoint }).message
            second = try #require(sent.first { $0.flow.remote == Cast.secondPhone.endpoint })
                .message
        }

        @discardableResult
        func firstAnswers(_ status: Int) -> [EngineBench.Sent] {
            bench.deliver(
                ResponseText(status, to: first, tag: "first", contact: "<sip:a@203.0.113.5:5062>"),
                from: Cast.phone)
        }

        @discardableResult
        func secondAnswers(_ status: Int) -> [EngineBench.Sent] {
            bench.deliver(
                ResponseText(
                    status, to: second, tag: "second", contact: "<sip:b@203.0.113.6:5062>"),
                from: Cast.secondPhone)
        }
    }

    @Test func `Every phone rings, each with its own branch and token`() throws {
        let fork = try Fork()
        #expect(fork.first.branch != fork.second.branch)
        #expect(fork.first["Record-Route"] != fork.second["Record-Route"])
    }

    @Test func `A subscriber with more than ten contacts rings at ten`() {
        let bench = EngineBench()
        for port in 0..<12 {
            bench.register(Cast.number, at: Peer("203.0.113.5:\(6000 + port)"))
        }
        #expect(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).requests.count
                == 10)
    }

    @Test func `The ringing of each phone is passed on`() throws {
        let fork = try Fork()
        #expect(fork.firstAnswers(180).statuses == [180])
        #expect(fork.secondAnswers(183).statuses == [183])
        #expect(fork.firstAnswers(100).isEmpty, "100 goes one hop")
    }

    @Test func `The first to answer gets the call and the other is cancelled`() throws {
        let fork = try Fork()
        fork.secondAnswers(180)
        let sent = fork.firstAnswers(200)
        #expect(sent.statuses == [200])
        let cancel = try #require(sent.request("CANCEL"))
        #expect(cancel.branch == fork.second.branch)
        #expect(cancel.uri == fork.second.uri)
        #expect(cancel["CSeq"] == "1 CANCEL")
        #expect(cancel["To"] == fork.second["To"])
        #expect(cancel.all("Via").count == 1)
        #expect(sent.last?.flow.remote == Cast.secondPhone.endpoint)
    }

    @Test func `A phone that has not said anything is cancelled once it does`() throws {
        let fork = try Fork()
        #expect(fork.firstAnswers(200).requests.isEmpty)
        #expect(fork.secondAnswers(180).request("CANCEL") != nil)
    }

    @Test func `A late second answer is passed on as well`() throws {
        let fork = try Fork()
        fork.firstAnswers(200)
        let late = fork.secondAnswers(200)
        #expect(late.statuses == [200])
        #expect(late.response(200)?.toTag == "second")
    }

    @Test func `A late refusal after the answer is acknowledged and goes no further`() throws {
        let fork = try Fork()
        fork.secondAnswers(180)
        fork.firstAnswers(200)
        let sent = fork.secondAnswers(487)
        #expect(sent.statuses.isEmpty)
        #expect(sent.request("ACK")?.branch == fork.second.branch)
    }

    @Test func `One refusal is kept while another phone may still answer`() throws {
        let fork = try Fork()
        let sent = fork.firstAnswers(486)
        #expect(sent.statuses.isEmpty)
        #expect(sent.request("ACK") != nil)
        #expect(fork.secondAnswers(200).statuses == [200])
    }

    @Test(arguments: [
        (486, 480, 486), (480, 486, 486), (404, 486, 404), (408, 486, 486), (486, 500, 486),
        (302, 486, 302),
        (407, 404, 407), (503, 486, 486), (480, 480, 480), (503, 503, 500), (501, 408, 408),
    ])
    func `When all refuse, the best refusal is passed on`(first: Int, second: Int, best: Int) throws
    {
        let fork = try Fork()
        #expect(fork.firstAnswers(first).statuses.isEmpty)
        #expect(fork.secondAnswers(second).statuses == [best])
    }

    @Test func `A 6xx cancels the others and wins once they have ended`() throws {
        let fork = try Fork()
        fork.secondAnswers(180)
        let sent = fork.firstAnswers(603)
        #expect(sent.statuses.isEmpty)
        #expect(sent.request("CANCEL")?.branch == fork.second.branch)
        #expect(fork.secondAnswers(487).statuses == [603])
    }

    @Test func `A 2xx that crosses a 6xx still wins`() throws {
        let fork = try Fork()
        fork.secondAnswers(180)
        fork.firstAnswers(603)
        #expect(fork.secondAnswers(200).statuses == [200])
    }

    @Test func `A 503 of the only phone is passed on as 500`() throws {
        let bench = EngineBench.withPhone()
        let message = try #require(
            bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("MESSAGE")
        )
        #expect(bench.deliver(ResponseText(503, to: message), from: Cast.phone).statuses == [500])
    }

    @Test func `A phone that never answers counts as 408`() throws {
        let fork = try Fork()
        fork.firstAnswers(486)
        #expect(fork.bench.pass(.seconds(33)).statuses.first == 486)
        let alone = EngineBench.withPhone()
        alone.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(alone.pass(.seconds(31)).statuses.isEmpty)
        #expect(alone.pass(.seconds(2)).statuses.first == 408)
    }

    @Test func `A message goes to every phone, and one answer is passed on`() throws {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone)
        bench.register(Cast.number, at: Cast.secondPhone)
        let sent = bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(sent.requests.count == 2)
        let first = try #require(sent.first { $0.flow.remote == Cast.phone.endpoint }).message
        let second = try #require(sent.first { $0.flow.remote == Cast.secondPhone.endpoint })
            .message
        #expect(bench.deliver(ResponseText(200, to: first), from: Cast.phone).statuses == [200])
        #expect(
            bench.deliver(ResponseText(200, to: second), from: Cast.secondPhone).statuses.isEmpty)
    }

    @Test func `The contact with the highest q comes first`() {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone, contact: "<sip:low@203.0.113.5:5062>;q=0.2")
        bench.register(
            Cast.number, at: Cast.secondPhone, contact: "<sip:high@203.0.113.6:5062>;q=0.9")
        let sent = bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(
            sent.requests.map(\.uri) == ["sip:high@203.0.113.6:5062", "sip:low@203.0.113.5:5062"])
    }
}
