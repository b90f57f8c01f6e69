import Foundation
import Testing

/// Call detail records of calls that SIPp plays.
@Suite("Call detail records", .takingTurns)
struct CallRecordTests {
    private static func recordingNode() async throws -> ClearwaterProcess {
        let node = try ClearwaterProcess()
        try node.configure(
            "user_settings",
            """
            trusted_peers=\(node.block.trunk)
            call_detail_records=\(node.file("calls").path)
            call_detail_records_format=json,csv
            """ + "\n")
        try await node.addSubscriber()
        try await node.start()
        return node
    }

    private static func text(_ suffix: String, of node: ClearwaterProcess) throws -> String {
        let directory = node.file("calls")
        return try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .filter { $0.hasSuffix(suffix) }.sorted()
            .map { try String(contentsOf: directory.appendingPathComponent($0), encoding: .utf8) }
            .joined()
    }

    private static func records(of node: ClearwaterProcess) throws -> [[String: Any]] {
        try text(".jsonl", of: node).split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    static let stories: [(phone: String, trunk: String, ending: String, by: String?, code: Int)] = [
        ("answer", "call", "hung_up", "caller", 200),
        ("hang_up", "call_hung_up_by_phone", "hung_up", "called", 200),
        ("busy", "call_busy", "not_answered", nil, 486),
        ("ring", "call_cancelled", "not_answered", "caller", 487),
    ]

    @Test("say how a call ended and who ended it", arguments: stories)
    func story(
        _ story: (phone: String, trunk: String, ending: String, by: String?, code: Int)
    ) async throws {
        let node = try await Self.recordingNode()
        let phone = try await SIPpRun.phone(story.phone, of: node)
        let trunk = try SIPpRun.trunk(story.trunk, of: node)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
        let records = try await eventually("record", context: { node.written }) {
            let records = try? Self.records(of: node)
            return records?.isEmpty == false ? records : nil
        }
        #expect(records.count == 1)
        let record = try #require(records.first)
        #expect(record["ending"] as? String == story.ending)
        #expect(record["hung_up_by"] as? String == story.by)
        #expect(record["code"] as? Int == story.code)
        #expect(record["trunk"] as? String == "trusted_peers")
        #expect(record["called"] as? String == ClearwaterProcess.number)
        #expect((record["answer"] is String) == (story.code == 200))
        let csv = try Self.text(".csv", of: node).split(separator: "\r\n")
        #expect(csv.count == 2 && csv[1].contains(",\(story.code),"))
    }

    @Test("are there for every call when the node is stopped in the middle of hundreds")
    func stopped() async throws {
        let node = try await Self.recordingNode()
        let registration = try await SIPpRun.phone("register_and_leave", of: node)
        await registration.expectSuccess()
        let phone = try SIPpRun(
            "phone/answer_many", at: node.block.phone, of: node,
            options: ["--", "-m", "1000", "-cid_str", "%u-%p"])
        let trunk = try SIPpRun.trunk(
            "calls", of: node, talk: .milliseconds(1500), limit: .seconds(8),
            options: ["--", "-m", "400", "-l", "1000", "-r", "100", "-cid_str", "%u-%p"])
        try await eventually("a few finished calls", context: { node.written }) {
            try Self.records(of: node).count > 20 ? () : nil
        }
        #expect(await node.stop() == .exited(0))
        // The calls that are left have nobody to hang up with.
        _ = await trunk.ending()
        let trace = trunk.trace
        let answered = Set(
            trace.received.filter { message in
                message.contains(" INVITE\r\n") && !message.hasPrefix("SIP/2.0 1")
            }.compactMap(Self.callID))
        let records = try Self.records(of: node)
        let recorded = records.compactMap { $0["call_id"] as? String }
        #expect(answered.count > 150)
        #expect(Set(recorded).count == recorded.count)
        #expect(Set(recorded) == answered)
        let endings = Dictionary(grouping: records) { $0["ending"] as? String ?? "" }
        #expect(endings["hung_up", default: []].count > 20)
        #expect(endings["up_at_stop", default: []].count > 20)
        phone.interrupt()
    }

    private static func callID(of message: Substring) -> String? {
        message.headerLines { $0 == "Call-ID" }.first.map {
            $0.dropFirst("Call-ID:".count).trimmingCharacters(in: .whitespaces)
        }
    }
}
