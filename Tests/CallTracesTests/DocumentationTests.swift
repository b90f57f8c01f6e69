import DecisionTrace
import Foundation
import Testing

@Suite struct DocumentationTests {
    @Test func `The page on calls lists every decision, in order and no other`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appendingPathComponent("docs/calls.md"), encoding: .utf8)
        let table = page.components(separatedBy: "## Decisions")[1]
        let names = table.split(separator: "\n").compactMap { line in
            line.hasPrefix("| `") ? line.split(separator: "`")[1] : nil
        }
        #expect(names.map(String.init) == DecisionStep.allCases.map(\.name))
    }
}
