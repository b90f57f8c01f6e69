import DecisionTrace
import Foundation
import NetworkAddresses
import Testing

/// docs/reasons.md, held against the program.
@Suite struct ReasonDocumentationTests {
    private struct Row {
        var meaning: String
        var remedy: String
        var isRefusal: Bool
    }

    private let rows: [String: Row]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appendingPathComponent("docs/reasons.md"), encoding: .utf8)
        var rows: [String: Row] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            let code = cells[0].split(separator: "`")[0]
            rows[String(code)] = Row(
                meaning: cells[1], remedy: cells[2], isRefusal: cells[0].contains("(refusal)"))
        }
        self.rows = rows
    }

    @Test func `Every code stands in the documentation, and no other`() {
        #expect(Set(rows.keys) == Set(OutcomeReason.allCases.map(\.code)))
    }

    @Test(arguments: OutcomeReason.allCases)
    func `A code is explained as the program explains it`(reason: OutcomeReason) throws {
        let row = try #require(rows[reason.code])
        #expect(row.meaning == reason.explanation)
        let source = try #require(IPAddress("192.0.2.1"))
        let remedy = reason.remedy(for: source)?
            .replacingOccurrences(of: "192.0.2.1", with: "ADDRESS")
        #expect(row.remedy == remedy ?? "nothing is wrong")
        #expect(row.isRefusal == reason.isRefusal)
    }
}
