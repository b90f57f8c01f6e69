import DecisionTrace
import Determinism
import Foundation
import NIOCore
import NetworkAddresses
import SIPMessages
import SIPTransports
import Telemetry

/// A call as the node hears of it.
struct SpokenCall {
    var id = UUID().uuidString
    var caller = "15551110000"
    var called = "+15551000000"
    var callerTag = "from"
    var calledTag = "to"
    /// Milliseconds.
    var now: Int64 = 1_767_225_600_000

    /// - Parameter after: milliseconds from the request to its answer.
    func invite(
        _ status: UInt16, _ reason: OutcomeReason = .relayed, after: Int64 = 0,
        trunk: String? = "voxbone", at: Int64 = 0, cseq: Int = 1
    ) -> CallEvent? {
        event(
            .invite, status, reason, from: (caller, callerTag), to: (called, nil), after, trunk,
            at, cseq)
    }

    func bye(
        byCaller: Bool, _ status: UInt16 = 200, _ reason: OutcomeReason = .relayed, at: Int64 = 0,
        trunk: String? = nil
    ) -> CallEvent? {
        let sides = [(caller, callerTag), (called, calledTag)]
        return event(
            .bye, status, reason, from: sides[byCaller ? 0 : 1], to: (called, sides[byCaller ? 1 : 0].1),
            0, trunk, at, 2)
    }

    private func event(
        _ method: SIPMethod, _ status: UInt16, _ reason: OutcomeReason,
        from: (String, String), to: (String, String?), _ after: Int64, _ trunk: String?,
        _ at: Int64, _ cseq: Int
    ) -> CallEvent? {
        let name = method == .invite ? "INVITE" : "BYE"
        let text = """
            \(name) sip:\(to.0)@example.com SIP/2.0\r
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK\(id)\(name)\(cseq)\r
            Max-Forwards: 70\r
            From: <sip:\(from.0)@192.0.2.10>;tag=\(from.1)\r
            To: <sip:\(to.0)@example.com>\(to.1.map { ";tag=\($0)" } ?? "")\r
            Call-ID: \(id)\r
            CSeq: \(cseq) \(name)\r
            Content-Length: 0\r
            \r

            """
        return CallEvent(
            method, isInDialog: to.1 != nil, message: ByteBuffer(string: text),
            source: Flow(
                transport: .udp, local: SocketEndpoint(.loopbackV4, 5060),
                remote: SocketEndpoint(IPAddress("192.0.2.10")!, 5060)),
            trunk: trunk, status: status, reason: reason, duration: .milliseconds(after),
            trace: 0xABCD, at: WallTime(milliseconds: now + at))
    }
}

/// A recorder in a directory that goes with it.
final class RecorderUnderTest: Sendable {
    let directory: String
    let recorder: CallRecorder

    init(
        formats: [CallRecord.Format] = [.json], largestFile: Int = 1 << 20, mostCalls: Int = 1000,
        day: Int64 = 1_767_225_600_000, in directory: String? = nil,
        complain: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        self.directory = directory ?? "/tmp/clearwater-records-\(UUID().uuidString.prefix(13))"
        recorder = try CallRecorder(
            CallRecorder.Settings(
                directory: self.directory, formats: formats, largestFile: largestFile,
                mostCalls: mostCalls),
            clock: { WallTime(milliseconds: day) }, complain: complain)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func take(_ events: CallEvent?...) { for event in events { event.map(recorder.take) } }

    /// Ends it and reads its lines.
    func close(inSetup: [CallEvent?] = []) throws -> [[String: String]] {
        recorder.close(inSetup: inSetup.compactMap(\.self))
        return try files(".jsonl").flatMap { file in
            try text(file).split(separator: "\n").map { line in
                let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return (value as? [String: Any] ?? [:]).mapValues { "\($0)" }
            }
        }
    }

    /// The names in the order in which they were written.
    func files(_ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { $0.hasSuffix(suffix) }
            .sorted { ($0.count, $0) < ($1.count, $1) }
    }

    func text(_ file: String) throws -> String {
        try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
    }
}
