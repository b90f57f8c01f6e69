import Doctor
import Testing
import Troubleshooting

@Suite struct NearestNumberTests {
    private func evidence(_ asked: String, among existing: [String]) throws -> String {
        let facts = DoctorFacts.healthy.with {
            $0.number = NumberFacts(
                asked: asked, key: asked, holder: .known(nil), neighbours: existing)
        }
        let check = try #require(
            Consultation.report(on: facts).checks.first { $0.code == "number_exists" })
        #expect(check.verdict == .failed)
        return check.evidence.joined(separator: " ")
    }

    static let slips: [(asked: String, meant: String)] = [
        ("005551000000", "15551000000"),  // another prefix
        ("5551000000", "+15551000000"),  // without the country's
        ("15551000001", "15551000000"),  // a wrong digit
        ("1555100000", "15551000000"),  // one is missing
        ("155510000000", "15551000000"),  // one too many
        ("15515000000", "15551000000"),  // two changed places
        ("alise", "alice"),
    ]

    @Test(arguments: slips)
    func `The number that was meant is told before others`(asked: String, meant: String) throws {
        let text = try evidence(asked, among: ["442071234567", meant, "9"])
        #expect(text.contains("The nearest that exist: \(meant)"), "\(text)")
        #expect(!text.contains("442071234567"))
    }

    @Test func `Where nothing is alike nothing is proposed`() throws {
        #expect(try evidence("15551000000", among: ["442071234567"]).contains("nor one like it"))
    }
}
