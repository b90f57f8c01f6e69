import Doctor
import Testing
import Troubleshooting

/// Every fault of the table is seeded, and the doctor finds it first.
@Suite(.serialized) struct FaultTests {
    @Test(arguments: faults)
    func `The doctor's first finding is the seeded fault, with the remedy that mends it`(
        fault: SeededFault
    ) async throws {
        let patient = try Patient()
        do {
            let report = Consultation.report(on: try await fault.seed(patient))
            let finding = report.firstFinding
            #expect(finding?.code == fault.finds, "\(report.findings)")
            #expect(finding?.verdict == fault.verdict)
            let remedy = finding?.remedy ?? "none"
            #expect(remedy.contains(patient.written(fault.remedy)), "\(remedy)")
            #expect(!remedy.contains("\n"))
        } catch {
            await patient.end()
            throw error
        }
        await patient.end()
    }

    @Test func `In the patient that faults are seeded into nothing is wrong`() async throws {
        let patient = try Patient()
        try await patient.start()
        try await patient.register()
        let facts = try await patient.facts(Patient.number, placesTestCall: true)
        let report = Consultation.report(on: facts)
        #expect(report.firstFinding == nil, "\(report.findings)")
        #expect(report.checks.contains { $0.code == "test_call_rings" && $0.verdict == .passed })
        // What the doctor itself plays is none of the provider's.
        #expect(try await patient.facts().arrivals.fromTrunks.isEmpty)
        await patient.end()
    }

    @Test func `There are at least 25 faults, and each is told from the others`() {
        #expect(faults.count >= 25)
        #expect(Set(faults.map(\.what)).count == faults.count)
    }
}

extension DoctorReport {
    /// What did not pass, for whoever reads a failed test.
    fileprivate var findings: [String] {
        checks.filter { $0.verdict != .passed }.map {
            "\($0.code) \($0.verdict.rawValue): \($0.evidence.joined(separator: " "))"
        }
    }
}
