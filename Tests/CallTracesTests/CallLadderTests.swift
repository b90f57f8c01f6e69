import CallTraces
import DecisionTrace
import Foundation
import NetworkAddresses
import Testing
import Troubleshooting

@Suite struct CallLadderTests {
    private func trace(_ play: (inout Story) -> Void) async throws -> CallTrace {
        var story = Story()
        play(&story)
        return try #require(
            try await story.desk().call("abcd000000000001", showsSecrets: false))
    }

    @Test func `A refused call is drawn in 80 columns with its decisions between the arrows`()
        async throws
    {
        let trace = try await trace { $0.busyCall() }
        #expect(
            CallLadder(trace).text == """
                             trunk voxbone               this node             phone 15551000000
                           203.0.113.9:5060           192.0.2.1:5060          198.51.100.7:40000
                12:00:00.000       │───── INVITE +body ─────>│                         │
                                   │ · The source is trunk voxbone: it matches 203.0.113.0/24.
                                   │ · The called host example.com is ours (home domain).
                                   │ · The called number is 15551000000.               │
                12:00:00.000       │<───── 100 Trying ───────│                         │
                                   │ · The subscriber is 15551000000 (from memory).    │
                                   │ · One contact is rung: sip:phone@198.51.100.7:40000.
                                   │ · Sent on to 198.51.100.7:40000 over UDP.         │
                12:00:00.000       │                         │───── INVITE +body ─────>│
                     ⋮ 2.0 s       │                         │                         │
                12:00:02.000       │                         │<──── 486 Busy Here ─────│
                                   │ · The final answer is 486: the far end answered so
                                   │   (relayed).            │                         │
                12:00:02.000       │<──── 486 Busy Here ─────│                         │
                """)
    }

    @Test(arguments: [80, 100, 132, 200])
    func `No line is longer than the terminal is wide`(_ width: Int) async throws {
        let trace = try await trace { $0.completedCall() }
        for line in CallLadder(trace, width: width).text.split(separator: "\n") {
            #expect(line.count <= width)
        }
    }

    @Test func `Long IPv6 endpoints are told before the ladder`() async throws {
        let phone = SocketEndpoint(IPAddress("2001:db8:1234:5678:9abc:def0:1234:5678")!, 50_600)
        let trace = try await trace { story in
            story.beginCall()
            story.received(Story.answer("486 Busy Here", ["n1", "t1"]), from: phone)
        }
        let lines = CallLadder(trace).text.split(separator: "\n").map(String.init)
        #expect(lines.contains("  stranger  [2001:db8:1234:5678:9abc:def0:1234:5678]:50600"))
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test func `A retransmission is marked and dashed`() async throws {
        let trace = try await trace { story in
            story.beginCall()
            story.time += 500
            story.received(Story.invite())
        }
        let last = CallLadder(trace).text.split(separator: "\n").last
        #expect(last?.contains("╌ INVITE +body again ╌") == true)
    }

    @Test func `A pause of a second and more is told`() async throws {
        let trace = try await trace { $0.completedCall() }
        let text = CallLadder(trace).text
        #expect(text.contains("⋮ 3.0 s"))
        #expect(text.contains("⋮ 60.0 s"))
        #expect(text.components(separatedBy: "⋮").count == 3)
    }

    @Test func `A terminal that knows ASCII alone gets nothing else`() async throws {
        let trace = try await trace { $0.completedCall() }
        let report = CallReport(trace, pen: .ascii)
        #expect(report.fullText.utf8.allSatisfy { $0 < 0x80 })
        #expect(report.text.contains("|----- INVITE +body ----->|"))
    }

    @Test func `Many branches are drawn in columns of their own`() async throws {
        let trace = try await trace { story in
            story.beginCall()
            for port in 1...4 as ClosedRange<UInt16> {
                story.sent(
                    Story.invite(["n\(port)", "t1"]),
                    to: SocketEndpoint(Story.phone.address, port))
            }
        }
        #expect(trace.participants.count == 7)
        let lines = CallLadder(trace).text.split(separator: "\n")
        #expect(lines.last?.filter { $0 == "│" }.count ?? 0 >= 2)
        #expect(lines.last?.contains(">") == true)
    }

    @Test func `The report says what became of it and what to do, then draws`() async throws {
        let trace = try await trace { $0.strangersCall() }
        let lines = CallReport(trace).text.split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "Call abcd000000000001  2026-01-31 12:00:00.000Z")
        #expect(lines[1] == "INVITE from 15552000000 to 15551000000, Call-ID a@example.org")
        #expect(lines[3].hasPrefix("The call to 15551000000 from [2001:db8::bad]:5070 was"))
        #expect(lines.contains { $0.hasPrefix("→ if this is your provider:") })
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test func `The full report holds every message once and what the node changed`() async throws {
        let trace = try await trace { $0.busyCall() }
        let text = CallReport(trace).fullText
        #expect(text.components(separatedBy: "INVITE sip:15551000000@example.com SIP/2.0").count == 3)
        #expect(text.contains("  what this node changed:\n  + Via: SIP/2.0/UDP host;branch=z9hG4bKn1"))
        #expect(text.contains("    xxx\n"))
        #expect(!text.contains("v=0"))
        #expect(text.hasSuffix("--bodies shows them."))
    }

    @Test func `A peer's control characters reach no terminal`() async throws {
        let trace = try await trace { story in
            story.received(
                Story.text(
                    "INVITE sip:1\u{1B}[2J@example.com SIP/2.0", cseq: "1 INVITE", vias: ["t"],
                    from: "\u{1B}]0;x\u{7}\u{202E}"))
            story.decided(.discarded, .text("\u{1B}[31m"))
        }
        let text = CallReport(trace).fullText
        #expect(
            text.unicodeScalars.allSatisfy {
                $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x202E
            })
    }

    @Test(arguments: [
        (0, "1970-01-01", "00:00:00.000"), (951_868_799_999_000, "2000-02-29", "23:59:59.999"),
        (1_769_860_800_123_456, "2026-01-31", "12:00:00.123"),
        (4_107_542_400_000_000, "2100-03-01", "00:00:00.000"),
    ])
    func `Moments are told in UTC`(_ moment: Int64, _ date: String, _ time: String) {
        #expect(Clock.date(moment) == date)
        #expect(Clock.text(moment) == time)
    }
}
