import CallTraces
import Testing
import Troubleshooting

@Suite struct MessageDifferenceTests {
    private func difference(_ before: [String], _ after: [String]) -> [String] {
        MessageDifference.between(
            before.joined(separator: "\r\n"), and: after.joined(separator: "\r\n")
        ).map { line in
            switch line.kind {
            case .same: "  \(line.line)"
            case .removed: "- \(line.line)"
            case .added: "+ \(line.line)"
            }
        }
    }

    @Test func `Lines that a proxy changed stand out, the rest stays`() {
        #expect(
            difference(
                ["INVITE sip:b@example.com", "Via: t", "Max-Forwards: 70", "Route: r", "To: b", ""],
                ["INVITE sip:b@phone", "Via: n", "Via: t", "Max-Forwards: 69", "To: b", ""])
                == [
                    "- INVITE sip:b@example.com", "+ INVITE sip:b@phone", "+ Via: n", "  Via: t",
                    "- Max-Forwards: 70", "- Route: r", "+ Max-Forwards: 69", "  To: b",
                ])
    }

    @Test func `The same message has no difference`() {
        #expect(difference(["a", "b"], ["a", "b"]) == ["  a", "  b"])
    }

    @Test func `Taking away and adding at the ends is seen`() {
        #expect(difference(["a", "b"], ["b"]) == ["- a", "  b"])
        #expect(difference(["b"], ["b", "c"]) == ["  b", "+ c"])
        #expect(difference([], ["c"]) == ["+ c"])
        #expect(difference(["a", "a", "a"], ["a", "a"]) == ["  a", "  a", "- a"])
    }

    @Test func `Applying it to one message gives the other`() {
        let before = (0..<40).map { "line \($0 * 7 % 13)" }
        let after = (0..<44).map { "line \($0 * 5 % 11)" }
        let lines = MessageDifference.between(
            before.joined(separator: "\n"), and: after.joined(separator: "\n"))
        #expect(lines.filter { $0.kind != .added }.map(\.line) == before)
        #expect(lines.filter { $0.kind != .removed }.map(\.line) == after)
    }

    @Test func `Two bodies of many lines are not compared line by line`() {
        let before = (0..<2000).map { "a\($0)" }.joined(separator: "\n")
        let after = (0..<2000).map { "b\($0)" }.joined(separator: "\n")
        #expect(MessageDifference.between(before, and: after).count == 4000)
    }
}
