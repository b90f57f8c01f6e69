import DecisionTrace
import Determinism
import Foundation
import Synchronization
import Telemetry
import Testing

@Suite struct CallRecorderTests {
    @Test func `A call that was answered and hung up is one record with its times`() throws {
        let own = try RecorderUnderTest()
        let call = SpokenCall()
        own.take(call.invite(200, after: 2000, at: 2000), call.bye(byCaller: true, at: 9500))
        let records = try own.close()
        #expect(records.count == 1)
        let record = try #require(records.first)
        #expect(record["start"] == "2026-01-01T00:00:00.000Z")
        #expect(record["answer"] == "2026-01-01T00:00:02.000Z")
        #expect(record["end"] == "2026-01-01T00:00:09.500Z")
        #expect(record["duration"] == "7.5")
        #expect(record["code"] == "200" && record["reason"] == "relayed")
        #expect(record["ending"] == "hung_up" && record["hung_up_by"] == "caller")
        #expect(record["trunk"] == "voxbone" && record["call_id"] == call.id)
        #expect(record["caller"] == "15551110000" && record["called"] == "+15551000000")
        #expect(record["source"] == "192.0.2.10:5060" && record["transport"] == "udp")
        #expect(record["trace"] == "000000000000abcd")
    }

    @Test func `The tags of the BYE say that the called side hung up`() throws {
        let own = try RecorderUnderTest()
        let call = SpokenCall()
        own.take(call.invite(200), call.bye(byCaller: false, at: 1000))
        #expect(try own.close().map { $0["hung_up_by"] } == ["called"])
    }

    @Test(arguments: [
        (486, OutcomeReason.relayed, nil), (480, .notRegistered, nil), (404, .unknownNumber, nil),
        (487, .cancelledByCaller, "caller"), (503, .draining, nil), (483, .loopOrTooManyHops, nil),
    ] as [(UInt16, OutcomeReason, String?)])
    func `A call that came to nothing has its record at once`(
        status: UInt16, reason: OutcomeReason, by: String?
    ) throws {
        let own = try RecorderUnderTest()
        own.take(SpokenCall().invite(status, reason, after: 300, at: 300))
        let record = try #require(try own.close().first)
        #expect(record["code"] == "\(status)" && record["reason"] == reason.code)
        #expect(record["ending"] == "not_answered" && Double(record["duration"] ?? "") == 0)
        #expect(record["answer"] == "<null>" && record["end"] == "2026-01-01T00:00:00.300Z")
        #expect(record["hung_up_by"] == by ?? "<null>")
    }

    @Test(arguments: [
        OutcomeReason.untrustedSource, .malformed, .draining, .overloaded, .badFlowToken,
    ])
    func `A stranger that is turned away fills no records`(reason: OutcomeReason) throws {
        let own = try RecorderUnderTest()
        own.take(SpokenCall().invite(403, reason, trunk: nil))
        #expect(try own.close().isEmpty)
    }

    @Test func `A phone's failed call has a record without a trunk`() throws {
        let own = try RecorderUnderTest()
        own.take(SpokenCall().invite(404, .unknownNumber, trunk: nil))
        #expect(try own.close().map { $0["trunk"] } == ["<null>"])
    }

    @Test func `A refused BYE, which anybody may send, ends no call`() throws {
        let own = try RecorderUnderTest()
        let call = SpokenCall()
        own.take(
            call.invite(200), call.bye(byCaller: true, 403, .badFlowToken, at: 1000),
            call.bye(byCaller: true, 407, at: 2000), call.bye(byCaller: true, 481, at: 3000))
        let records = try own.close()
        #expect(records.map { $0["end"] } == ["2026-01-01T00:00:03.000Z"])
    }

    @Test func `A BYE with other tags belongs to another call`() throws {
        let own = try RecorderUnderTest()
        var call = SpokenCall()
        own.take(call.invite(200))
        call.callerTag = "somebody"
        call.calledTag = "else"
        own.take(call.bye(byCaller: true, at: 1000))
        #expect(try own.close().map { $0["ending"] } == ["up_at_stop"])
    }

    @Test func `Calls that are up at the end and those in setup get records that say so`() throws {
        let own = try RecorderUnderTest(day: 1_767_225_660_000)
        let (up, ringing) = (SpokenCall(), SpokenCall())
        own.take(up.invite(200))
        let records = try own.close(inSetup: [ringing.invite(408, .noAnswer, at: 500)])
        #expect(records.map { $0["ending"] } == ["up_at_stop", "in_setup_at_stop"])
        #expect(records.map { $0["call_id"] } == [up.id, ringing.id])
        #expect(records.map { $0["end"] } == ["<null>", "<null>"])
        #expect(records.map { Double($0["duration"] ?? "") } == [60, 0])
        #expect(records[1]["code"] == "<null>")
    }

    @Test func `The same refusal to a repeated INVITE is one call, another try is another`() throws {
        let own = try RecorderUnderTest()
        let call = SpokenCall()
        own.take(
            call.invite(404, .foreignDomain), call.invite(404, .foreignDomain, at: 500),
            call.invite(404, .foreignDomain, at: 900, cseq: 2))
        #expect(try own.close().count == 2)
    }

    @Test func `A second phone's answer is not a second call`() throws {
        let own = try RecorderUnderTest()
        let call = SpokenCall()
        own.take(call.invite(200), call.invite(200, at: 10), call.bye(byCaller: true, at: 1000))
        #expect(try own.close().count == 1)
    }

    @Test func `Beyond the limit the oldest call is followed no longer, and has its record`() throws
    {
        let own = try RecorderUnderTest(mostCalls: 2)
        let calls = (0..<3).map { _ in SpokenCall() }
        for call in calls { own.take(call.invite(200)) }
        own.take(calls[0].bye(byCaller: true, at: 10), calls[2].bye(byCaller: true, at: 20))
        let records = try own.close()
        #expect(
            records.map { $0["ending"] } == ["no_longer_followed", "hung_up", "up_at_stop"])
        #expect(records.map { $0["call_id"] } == [calls[0].id, calls[2].id, calls[1].id])
    }

    @Test func `Ten thousand calls from several threads are all there, those of one in order`()
        async throws
    {
        let own = try RecorderUnderTest()
        await withDiscardingTaskGroup { group in
            for worker in 0..<4 {
                group.addTask {
                    for number in 0..<2500 {
                        var call = SpokenCall()
                        call.id = "\(worker)-\(number)"
                        own.take(call.invite(200), call.bye(byCaller: true, at: 1))
                    }
                }
            }
        }
        let records = try own.close()
        #expect(records.count == 10_000)
        for worker in 0..<4 {
            let own = records.compactMap { $0["call_id"] }.filter { $0.hasPrefix("\(worker)-") }
            #expect(own == (0..<2500).map { "\(worker)-\($0)" })
        }
    }

    // MARK: - Files

    @Test func `A CSV file has a heading and the same call`() throws {
        let own = try RecorderUnderTest(formats: [.json, .csv])
        own.take(SpokenCall(id: "a").invite(486))
        #expect(try own.close().count == 1)
        #expect(
            try own.text("calls-2026-01-01.csv") == """
                start,answer,end,duration,code,reason,ending,hung_up_by,trunk,caller,called,\
                call_id,source,transport,trace\r
                2026-01-01T00:00:00.000Z,,2026-01-01T00:00:00.000Z,0.000,486,relayed,not_answered,\
                ,voxbone,15551110000,+15551000000,a,192.0.2.10:5060,udp,000000000000abcd\r

                """)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("@SUM(1)", "'@SUM(1)"), ("-1", "'-1"), ("+1555", "+1555"),
        ("+1+cmd", "'+1+cmd"), ("a\"b", "\"a\"\"b\""),
    ])
    func `What a peer calls itself is no formula and stays in its field`(
        name: String, written: String
    ) throws {
        let field = written.hasPrefix("'") ? "\"\(written)\"" : written
        #expect(CallRecord.csvField(name) == field)
    }

    @Test func `A field with a comma, a quote or a line end is quoted and on one line`() {
        #expect(CallRecord.csvField("a,b") == "\"a,b\"")
        #expect(CallRecord.csvField("a\r\nb") == "a??b")
        #expect(CallRecord.csvField("plain") == "plain")
    }

    @Test func `A file that is full is followed by the next`() throws {
        let own = try RecorderUnderTest(formats: [.csv], largestFile: 1000)
        for number in 0..<20 { own.take(SpokenCall(id: "call-\(number)").invite(486)) }
        _ = try own.close()
        let files = try own.files(".csv")
        #expect(files.count > 2 && files.prefix(2) == ["calls-2026-01-01.csv", "calls-2026-01-01.2.csv"])
        let texts = try files.map(own.text)
        #expect(texts.allSatisfy { $0.utf8.count <= 1000 && $0.hasPrefix("start,answer,") })
        let ids = texts.flatMap { $0.matches(of: /call-\d+/).map { String($0.output) } }
        #expect(ids == (0..<20).map { "call-\($0)" })
    }

    @Test func `A node that starts again on the same day goes on in the last file`() throws {
        let first = try RecorderUnderTest(formats: [.csv], largestFile: 600)
        for number in 0..<5 { first.take(SpokenCall(id: "old-\(number)").invite(486)) }
        _ = try first.close()
        let files = try first.files(".csv")
        let last = try #require(files.last)
        let second = try RecorderUnderTest(formats: [.csv], largestFile: 600, in: first.directory)
        second.take(SpokenCall(id: "new").invite(486))
        _ = try second.close()
        #expect(try first.files(".csv").count <= files.count + 1)
        let newest = try #require(try first.files(".csv").last)
        #expect(try first.text(newest).contains("new"))
        #expect(try first.text(last).components(separatedBy: "start,").count == 2)
    }

    @Test func `A line that a power cut left without its end spoils no other`() throws {
        let first = try RecorderUnderTest()
        first.take(SpokenCall(id: "whole").invite(486))
        _ = try first.close()
        let path = first.directory + "/calls-2026-01-01.jsonl"
        try (first.text("calls-2026-01-01.jsonl") + "{\"start\":\"2026").write(
            toFile: path, atomically: true, encoding: .utf8)
        let second = try RecorderUnderTest(in: first.directory)
        second.take(SpokenCall(id: "after").invite(486))
        second.recorder.close(inSetup: [])
        let lines = try first.text("calls-2026-01-01.jsonl").split(separator: "\n")
        #expect(lines.count == 3 && lines[2].contains("\"after\"") && lines[2].first == "{")
    }

    @Test func `Another day has another file`() throws {
        let first = try RecorderUnderTest()
        first.take(SpokenCall().invite(486))
        _ = try first.close()
        let second = try RecorderUnderTest(day: 1_767_225_600_000 + 86_400_000, in: first.directory)
        second.take(SpokenCall().invite(486))
        #expect(try second.close().count == 2)
        #expect(
            try first.files(".jsonl") == ["calls-2026-01-01.jsonl", "calls-2026-01-02.jsonl"])
    }

    @Test func `A full disk is told once, the records wait, and are there when it has room`()
        async throws
    {
        let directory = "/tmp/clearwater-records-\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        let link = directory + "/calls-2026-01-01.csv"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: "/dev/full")
        let said = Said()
        let own = try RecorderUnderTest(
            formats: [.csv], in: directory, complain: { line in said.add(line) })
        own.take(SpokenCall(id: "one").invite(486))
        while said.lines.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        own.take(SpokenCall(id: "two").invite(486))
        while own.recorder.figures.written < 2 { try await Task.sleep(for: .milliseconds(5)) }
        #expect(own.recorder.figures.isFailing)
        #expect(said.lines.count == 1 && said.lines[0].contains("No space left on device; make"))
        try FileManager.default.removeItem(atPath: link)
        _ = try own.close()
        let lines = try own.text("calls-2026-01-01.csv").split(separator: "\r\n")
        #expect(lines.count == 3 && lines[0].hasPrefix("start,"))
        #expect(lines[1].contains("one") && lines[2].contains("two"))
        #expect(said.lines.count == 2 && said.lines[1].contains("written again; lost: 0"))
    }

    @Test func `A directory that cannot be made is an error that names it`() {
        let failure = #expect(throws: CallRecordFailure.self) {
            _ = try RecorderUnderTest(in: "/dev/null/records")
        }
        #expect(failure?.description.contains("/dev/null/records: Not a directory") == true)
        #expect(failure?.remedy.isEmpty == false)
    }
}

private final class Said: Sendable {
    private let held = Mutex<[String]>([])
    func add(_ line: String) { held.withLock { $0.append(line) } }
    var lines: [String] { held.withLock { $0 } }
}
