import CallTraces
import DecisionTrace
import Determinism
import Testing
import Troubleshooting

@Suite struct CallReadingTests {
    private func trace(
        _ id: String = "abcd000000000001", showsSecrets: Bool = true, at seconds: Int64 = 3600,
        _ play: (inout Story) -> Void
    ) async throws -> CallTrace {
        var story = Story()
        play(&story)
        return try #require(
            try await story.desk(at: seconds).call(id, showsSecrets: showsSecrets))
    }

    @Test func `A call is summed up by its first request and its final answer`() async throws {
        let call = try await trace { $0.busyCall() }.summary
        #expect(
            call
                == CallSummary(
                    id: "abcd000000000001", kind: .call,
                    began: Story.noon.milliseconds * 1000,
                    ended: Story.noon.milliseconds * 1000 + 2_000_000,
                    source: "203.0.113.9:5060", transport: "UDP", trunk: "voxbone",
                    caller: "15552000000", called: "15551000000", callID: "a@example.org",
                    method: "INVITE", status: 486, reason: "relayed", messages: 5,
                    isFailed: true))
    }

    @Test func `Caller, node and phone stand in this order with their names`() async throws {
        let trace = try await trace { $0.completedCall() }
        #expect(
            trace.participants == [
                CallTrace.Participant(role: .trunk, endpoint: "203.0.113.9:5060", name: "voxbone"),
                CallTrace.Participant(role: .node, endpoint: "192.0.2.1:5060", name: "this node"),
                CallTrace.Participant(
                    role: .phone, endpoint: "198.51.100.7:40000", name: "15551000000"),
            ])
    }

    @Test func `Nobody that we know is a stranger`() async throws {
        let trace = try await trace { $0.strangersCall() }
        #expect(trace.participants.map(\.role) == [.stranger, .node])
        #expect(trace.participants[0].endpoint == "[2001:db8::bad]:5070")
        #expect(trace.summary.trunk == nil)
    }

    @Test func `A provider's second port is in the same column`() async throws {
        let trace = try await trace { story in
            story.beginCall()
            story.received(
                Story.request("BYE", ["t9"], cseq: "2 BYE"),
                from: .init(Story.trunk.address, 6060))
        }
        #expect(trace.participants.count == 3)
    }

    @Test func `What was passed on names what it was made from`() async throws {
        let trace = try await trace { $0.completedCall() }
        let messages = trace.events.enumerated().compactMap { place, event in
            if case .message(let message) = event { (place, message) } else { nil }
        }
        // INVITE in, 100, INVITE out, 180 in and out, 200 in and out, ACK, BYE, 200 alike.
        #expect(
            messages.map(\.1.label) == [
                "INVITE", "100 Trying", "INVITE", "180 Ringing", "180 Ringing", "200 OK",
                "200 OK", "ACK", "ACK", "BYE", "BYE", "200 OK", "200 OK",
            ])
        for (number, origin) in [2: 0, 4: 3, 6: 5, 8: 7, 10: 9, 12: 11] {
            #expect(messages[number].1.madeFrom == messages[origin].0)
        }
        for number in [0, 1, 3, 5, 7, 9, 11] { #expect(messages[number].1.madeFrom == nil) }
    }

    @Test func `The same octets from the same peer are a retransmission`() async throws {
        let trace = try await trace { story in
            story.beginCall()
            story.time += 500
            story.received(Story.invite())
            story.sent(Story.answer("100 Trying"))
            story.sent(Story.invite(["n1", "t1"]), to: Story.phone)
        }
        let marks = trace.events.compactMap { event -> Bool? in
            if case .message(let message) = event { message.isRetransmission } else { nil }
        }
        #expect(marks == [false, false, false, true, true, true])
    }

    @Test func `A phone's REGISTERs with one Call-ID are told apart by their pauses`() async throws {
        var story = Story()
        for number in 1...3 {
            story.received(
                Story.text(
                    "REGISTER sip:example.com SIP/2.0", cseq: "\(number) REGISTER",
                    vias: ["r\(number)"]), from: Story.phone)
            story.answered(200, .registered)
            story.sent(
                Story.answer("200 OK", ["r\(number)"], cseq: "\(number) REGISTER"),
                to: Story.phone)
            story.time += 60_000
        }
        let calls = try await story.desk().calls(CallFilter())
        #expect(calls.map(\.kind) == [.registration, .registration, .registration])
        #expect(calls.map(\.messages) == [2, 2, 2])
        #expect(Set(calls.map(\.id)).count == 3)
        #expect(calls.map(\.began) == calls.map(\.began).sorted(by: >))
    }

    @Test func `A challenge and the REGISTER that answers it belong together`() async throws {
        var story = Story()
        for (number, line) in [(1, "401 Unauthorized"), (2, "200 OK")] {
            story.received(
                Story.text(
                    "REGISTER sip:example.com SIP/2.0", cseq: "\(number) REGISTER",
                    vias: ["r\(number)"]), from: Story.phone)
            story.answered(number == 1 ? 401 : 200, number == 1 ? .challenged : .registered)
            story.sent(
                Story.answer(line, ["r\(number)"], cseq: "\(number) REGISTER"), to: Story.phone)
            story.time += 6000
        }
        let calls = try await story.desk().calls(CallFilter())
        #expect(calls.map(\.status) == [200])
        #expect(calls.map(\.reason) == ["registered"])
        #expect(!calls[0].isFailed)
    }

    @Test func `A trunk's frequent OPTIONS with one Call-ID are told apart`() async throws {
        var story = Story()
        for number in 1...4 {
            story.received(
                Story.text("OPTIONS sip:192.0.2.1 SIP/2.0", cseq: "\(number) OPTIONS", vias: ["o"]))
            story.answered(200, .keepAlive)
            story.time += 10_000
        }
        #expect(try await story.desk().calls(CallFilter()).count == 4)
    }

    @Test func `A call of an hour is one call`() async throws {
        var story = Story()
        story.beginCall()
        story.phoneAnswers("200 OK")
        story.time += 3_600_000
        story.received(Story.request("BYE", ["t3"], cseq: "2 BYE"))
        let calls = try await story.desk().calls(CallFilter())
        #expect(calls.map(\.id) == ["abcd000000000001"])
        #expect(calls.map(\.status) == [200])
    }

    @Test func `What is no SIP is a row of its own`() async throws {
        var story = Story()
        story.call = 0
        for _ in 0..<2 {
            story.received("GET / HTTP/1.1\r\n\r\n", from: Story.stranger)
            story.decided(.discarded, .text("not SIP"))
        }
        let calls = try await story.desk().calls(CallFilter())
        #expect(calls.map(\.kind) == [.other, .other])
        #expect(calls.map(\.source) == ["[2001:db8::bad]:5070", "[2001:db8::bad]:5070"])
    }

    @Test func `Of an endless call its beginning and its end are told`() async throws {
        let trace = try await trace { story in
            story.beginCall()
            for number in 1...9000 {
                story.time += 10
                story.received(Story.request("INFO", ["i\(number)"], cseq: "\(number) INFO"))
            }
            story.phoneAnswers("486 Busy Here")
        }
        #expect(trace.summary.messages == 9005)
        #expect(trace.summary.status == 486)
        #expect(trace.events.count < 9000)
        let octets = trace.events.reduce(0) { sum, event in
            if case .message(let message) = event { sum + message.octets.count } else { sum }
        }
        #expect(octets < 2 << 20)
        let gaps = trace.events.compactMap { event -> String? in
            guard case .decision(let decision) = event, decision.step == "left_out" else {
                return nil
            }
            return decision.sentence
        }
        #expect(gaps.count == 1)
        #expect(gaps[0].hasSuffix(" records in between are left out."))
    }

    // MARK: - Finding

    @Test func `A call is found by the beginning of its name and by its Call-ID`() async throws {
        var story = Story()
        story.busyCall()
        story.call += 0x1000_0000_0000_0000
        story.busyCall()
        let desk = story.desk()
        #expect(try await desk.call("abcd", showsSecrets: true)?.summary.id == "abcd000000000001")
        #expect(try await desk.call("BBCD", showsSecrets: true)?.summary.id == "bbcd000000000001")
        #expect(try await desk.call("a@example.org", showsSecrets: true) != nil)
        #expect(try await desk.call("b@example.org", showsSecrets: true) == nil)
    }

    @Test func `A beginning that fits several calls is refused with a remedy`() async throws {
        var story = Story()
        story.busyCall()
        story.call += 1
        story.busyCall()
        let desk = story.desk()
        await #expect(throws: (any Error).self) { try await desk.call("abcd", showsSecrets: true) }
    }

    @Test func `Calls are chosen by number, source, kind and failure`() async throws {
        var story = Story()
        story.completedCall()
        story.call += 1
        story.busyCall()
        story.call += 1
        story.strangersCall()
        let desk = story.desk()
        func count(_ filter: CallFilter) async throws -> Int { try await desk.calls(filter).count }
        #expect(try await count(CallFilter()) == 3)
        #expect(try await count(CallFilter(failedOnly: true)) == 2)
        #expect(try await count(CallFilter(number: "1000000")) == 3)
        #expect(try await count(CallFilter(number: "+1 555 200-0000")) == 3)
        #expect(try await count(CallFilter(number: "999")) == 0)
        #expect(try await count(CallFilter(source: "203.0.113.9")) == 2)
        #expect(try await count(CallFilter(source: "198.51.100.0/24")) == 2)
        #expect(try await count(CallFilter(source: "2001:db8::/32")) == 1)
        #expect(try await count(CallFilter(kinds: [.message])) == 0)
        #expect(try await count(CallFilter(limit: 2)) == 2)
    }

    @Test func `A source that is no address is refused with a remedy`() async throws {
        let desk = Story().desk()
        await #expect(throws: (any Error).self) {
            try await desk.calls(CallFilter(source: "provider.example"))
        }
        await #expect(throws: (any Error).self) { try await desk.calls(CallFilter(number: "me")) }
    }

    @Test func `Followers are told what is new, and what has changed`() async throws {
        let recorder = TraceRecorder(limit: 1 << 20)
        let desk = Story.desk(over: recorder)
        var story = Story()
        story.beginCall()
        story.keep(in: recorder)
        let first = try await desk.changes(after: nil, CallFilter())
        #expect(first.calls.map(\.status) == [nil])
        let again = try await desk.changes(after: first.mark, CallFilter())
        #expect(again.calls.isEmpty)
        story.phoneAnswers("486 Busy Here")
        story.keep(in: recorder)
        let later = try await desk.changes(after: again.mark, CallFilter())
        #expect(later.calls.map(\.status) == [486])
    }

    @Test func `A stream of calls begins with those that are there and tells each change once`()
        async throws
    {
        let recorder = TraceRecorder(limit: 1 << 20)
        let desk = Story.desk(over: recorder)
        var story = Story()
        story.beginCall()
        story.keep(in: recorder)
        var reports = await desk.callsAsTheyChange(CallFilter()).makeAsyncIterator()
        #expect(await reports.next()?.map(\.status) == [nil])
        story.phoneAnswers("486 Busy Here")
        story.keep(in: recorder)
        #expect(await reports.next()?.map(\.status) == [486])
    }

    @Test func `A node that traces nothing says so with a remedy`() async throws {
        let desk = CallDesk(
            recorder: TraceRecorder(limit: 1000), handOver: {}, isTracing: { false }, now: { 0 })
        await #expect(throws: (any Error).self) { try await desk.calls(CallFilter()) }
    }
}
