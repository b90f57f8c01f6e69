import CallTraces
import DecisionTrace
import Testing
import Troubleshooting

@Suite struct DiagnosisTests {
    private func trace(at seconds: Int64 = 3600, _ play: (inout Story) -> Void) async throws
        -> CallTrace
    {
        var story = Story()
        play(&story)
        return try #require(
            try await story.desk(at: seconds).call("abcd000000000001", showsSecrets: false))
    }

    @Test func `A call that went well has a sentence and needs no remedy`() async throws {
        let trace = try await trace { $0.completedCall() }
        #expect(
            trace.diagnosis.sentence
                == "The call to 15551000000 from trunk voxbone was answered after 3.0 s; the "
                + "caller ended it after 60.0 s.")
        #expect(trace.diagnosis.remedy == nil)
        #expect(!trace.summary.isFailed)
    }

    @Test func `A busy phone is named as the one that decided`() async throws {
        let trace = try await trace { $0.busyCall() }
        #expect(
            trace.diagnosis.sentence
                == "The call to 15551000000 from trunk voxbone was answered 486 Busy Here by the "
                + "phone of 15551000000 after 2.0 s.")
        #expect(trace.diagnosis.remedy == nil)
    }

    @Test func `A stranger's call says how to trust it`() async throws {
        let trace = try await trace { $0.strangersCall() }
        #expect(
            trace.diagnosis.sentence
                == "The call to 15551000000 from [2001:db8::bad]:5070 was answered 403 Forbidden: "
                + "the source is neither a trusted trunk nor a registered phone.")
        #expect(trace.diagnosis.remedy?.contains("clearwater trunk add NAME 2001:db8::bad") == true)
    }

    @Test func `An unknown number stands in the remedy`() async throws {
        let trace = try await trace { story in
            story.received(Story.invite())
            story.decided(.trunkMatched, .text("voxbone"), .text("203.0.113.9"))
            story.decided(.numberNormalised, .text("15551000000"), .text("+15551000000"))
            story.answered(404, .unknownNumber)
            story.sent(Story.answer("404 Not Found"))
        }
        #expect(trace.diagnosis.remedy == "clearwater subscriber add +15551000000")
        #expect(trace.summary.reason == "unknown_number")
    }

    @Test func `A 200 that nobody acknowledges is the trouble, not a success`() async throws {
        let trace = try await trace { story in
            story.beginCall()
            story.time += 1000
            story.phoneAnswers("200 OK")
            for _ in 0..<4 {
                story.time += 2000
                story.phoneAnswers("200 OK")
            }
        }
        #expect(
            trace.diagnosis.sentence
                == "The 200 OK was sent to trunk voxbone 5 times and no ACK came for it.")
        #expect(trace.diagnosis.remedy != nil)
        #expect(trace.summary.isFailed)
        #expect(trace.summary.status == 200)
    }

    @Test func `Requests that come again though they were answered tell of a firewall`() async throws
    {
        let trace = try await trace { story in
            story.received(Story.invite())
            story.sent(Story.answer("404 Not Found"))
            for _ in 0..<3 {
                story.time += 1000
                story.received(Story.invite())
                story.sent(Story.answer("404 Not Found"))
            }
            story.received(Story.request("ACK", ["t1"], cseq: "1 ACK"))
        }
        #expect(trace.diagnosis.sentence.contains("INVITE came from"))
        #expect(trace.diagnosis.sentence.contains("4 times though it was answered"))
        #expect(trace.diagnosis.remedy?.contains("203.0.113.9:5060") == true)
    }

    @Test func `Why a call was refused comes first, that nobody acknowledged it second`() async throws
    {
        let trace = try await trace { story in
            story.received(Story.invite())
            story.decided(.trunkMatched, .text("voxbone"), .text("203.0.113.9"))
            story.answered(404, .unknownNumber)
            for _ in 0..<4 {
                story.sent(Story.answer("404 Not Found"))
                story.time += 1000
            }
        }
        #expect(
            trace.diagnosis.sentence
                == "The call to 15551000000 from trunk voxbone was answered 404 Not Found: no "
                + "subscriber has the called number. The 404 Not Found was sent to trunk voxbone 4 "
                + "times and no ACK came for it.")
        #expect(trace.diagnosis.remedy == "clearwater subscriber add 15551000000")
    }

    @Test func `A remedy that is a look at the call names it`() async throws {
        let trace = try await trace { story in
            story.received(Story.invite())
            story.answered(400, .malformed)
            story.sent(Story.answer("400 Missing From"))
        }
        #expect(trace.diagnosis.remedy?.contains("clearwater call abcd0000 --text") == true)
    }

    @Test func `A storm of retransmissions is named`() async throws {
        let trace = try await trace { story in
            story.beginCall()
            for _ in 0..<15 {
                story.time += 100
                story.received(Story.answer("180 Ringing", ["n1", "t1"]), from: Story.phone)
            }
        }
        #expect(trace.diagnosis.sentence.contains("storm of retransmissions"))
        #expect(trace.diagnosis.sentence.contains("15 times"))
    }

    @Test func `A BYE that the far end never answers is found`() async throws {
        let trace = try await trace { story in
            story.beginCall()
            story.phoneAnswers("200 OK")
            story.received(Story.request("ACK", ["t2"], cseq: "1 ACK"))
            story.sent(Story.request("ACK", ["n2", "t2"], cseq: "1 ACK"), to: Story.phone)
            story.received(Story.request("BYE", ["t3"], cseq: "2 BYE"))
            story.sent(Story.request("BYE", ["n3", "t3"], cseq: "2 BYE"), to: Story.phone)
        }
        #expect(
            trace.diagnosis.sentence
                == "BYE was sent to the phone of 15551000000 and never answered.")
        #expect(trace.summary.isFailed)
    }

    @Test func `A BYE for a call that nobody knows leaves the other side in the call`() async throws
    {
        let trace = try await trace { story in
            story.beginCall()
            story.phoneAnswers("200 OK")
            story.received(Story.request("ACK", ["t2"], cseq: "1 ACK"))
            story.received(Story.request("BYE", ["t3"], cseq: "2 BYE"))
            story.answered(481, .noSuchDialog)
            story.sent(Story.answer("481 Gone", ["t3"], cseq: "2 BYE"))
        }
        #expect(trace.diagnosis.sentence.contains("The BYE of trunk voxbone was answered 481 Gone"))
    }

    @Test func `A call that still rings is no failure`() async throws {
        let trace = try await trace(at: 5) { story in
            story.beginCall()
            story.phoneAnswers("180 Ringing")
        }
        #expect(trace.diagnosis.sentence == "It has been ringing for 5.0 s.")
        #expect(!trace.summary.isFailed)
    }

    @Test func `A call that the phone did not answer at all says so`() async throws {
        let trace = try await trace { story in
            story.beginCall()
            story.time += 32_000
            story.decided(.branchFailed, .endpoint(Story.phone), .text("UDP"), .number(408))
            story.answered(408, .noAnswer)
            story.sent(Story.answer("408 Request Timeout"))
        }
        #expect(
            trace.diagnosis.sentence
                == "The call to 15551000000 from trunk voxbone was answered 408 Request Timeout "
                + "after 32.0 s: the phone of 15551000000 did not answer at all.")
    }

    @Test func `What is no SIP is said to be none`() async throws {
        var story = Story()
        story.call = 0
        story.received("GET / HTTP/1.1\r\n\r\n", from: Story.stranger)
        let desk = story.desk()
        let id = try await desk.calls(CallFilter())[0].id
        let trace = try await desk.call(id, showsSecrets: false)
        #expect(trace?.diagnosis.sentence == "What arrived is not SIP.")
    }

    @Test(arguments: DecisionStep.allCases)
    func `Every decision is one sentence, with and without evidence`(_ step: DecisionStep)
        async throws
    {
        let trace = try await trace { story in
            story.received(Story.invite())
            story.decided(step)
            story.decided(
                step, .text("one"), .text("two"), .number(1), .number(2),
                .endpoint(Story.phone))
        }
        let sentences = trace.events.compactMap { event -> String? in
            guard case .decision(let decision) = event else { return nil }
            return decision.sentence
        }
        #expect(sentences.count == 2)
        for sentence in sentences {
            #expect(sentence.hasSuffix("."))
            #expect(sentence.first?.isLowercase == false)
        }
    }
}
