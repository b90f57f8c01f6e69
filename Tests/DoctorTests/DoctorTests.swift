import Doctor
import Foundation
import Testing
import Troubleshooting

@Suite struct DoctorTests {
    @Test func `A deployment in which nothing is wrong passes every check that applies`() {
        let report = Consultation.report(on: .healthy)
        for check in report.checks {
            #expect(check.verdict == .passed, "\(check.code): \(check.evidence)")
            #expect(!check.evidence.isEmpty && check.remedy == nil, "\(check.code)")
        }
        // Those for a node that does not run are left out.
        let left = Set(Consultation.examinations.map { $0.code })
            .subtracting(report.checks.map(\.code))
        #expect(
            left == ["data_directory_usable", "ports_free", "trusted_names_resolve"])
    }

    @Test func `The parts come in the order of the story, and no code stands twice`() {
        let parts = Consultation.examinations.map {
            DoctorCheck.Part.allCases.firstIndex(of: $0.part)!
        }
        #expect(parts == parts.sorted())
        let codes = Consultation.examinations.map { $0.code }
        #expect(Set(codes).count == codes.count)
    }

    @Test func `Without a number nothing is said of one`() {
        let report = Consultation.report(
            on: .healthy.with {
                $0.number = nil
                $0.test = nil
            })
        #expect(report.number == nil)
        #expect(
            report.checks.filter { $0.part == .onNet }.map(\.code) == [
                "log_ins_refused", "recent_calls_well",
            ])
    }

    @Test func `What could not be found out is no failure, and says why`() throws {
        let report = Consultation.report(
            on: .healthy.with {
                $0.refused = .unknown("the list is not kept")
                $0.number?.holder = .unknown("the store does not answer")
                $0.troubledCalls = .unknown("the trace is off")
            })
        #expect(report.firstFailure == nil)
        let unknown = report.checks.filter { $0.verdict == .unknown }
        #expect(
            unknown.map(\.code) == ["strangers_refused", "number_exists", "recent_calls_well"])
        #expect(unknown[1].evidence[0].contains("the store does not answer"))
    }

    @Test func `The page of the doctor lists every check once, by its code and its title`() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/doctor.md")
        let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n").filter {
            $0.hasPrefix("| `")
        }
        let codes = rows.map { $0.dropFirst(3).prefix { $0 != "`" } }.map(String.init)
        #expect(codes == Consultation.examinations.map { $0.code })
        for (row, examination) in zip(rows, Consultation.examinations) {
            #expect(row.contains(examination.title), "\(examination.code)")
        }
    }
}
