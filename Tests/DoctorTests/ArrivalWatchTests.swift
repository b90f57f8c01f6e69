import Doctor
import Testing
import Troubleshooting

@Suite struct ArrivalWatchTests {
    private func check(_ watch: ArrivalWatch, domainLeadsHere: Bool = true) throws -> DoctorCheck {
        let facts = DoctorFacts.healthy.with {
            $0.arrivals.watch = watch
            if !domainLeadsHere { $0.domains[0].outcome = .nothing }
        }
        return try #require(
            Consultation.report(on: facts).checks.first { $0.code == "provider_arrives" })
    }

    @Test func `A packet that came is named, with what it was answered and why`() throws {
        let check = try check(
            ArrivalWatch(
                seconds: 60, seen: [.invite(status: 404, reason: "unknown_number")], messages: 2))
        #expect(check.verdict == .passed)
        #expect(
            check.evidence == [
                "Seen: INVITE to 15551000000 over UDP from 192.0.2.10:5060 (voxbone), answered 404"
                    + " for unknown_number."
            ])
    }

    @Test func `Where none came and the domain leads here, a firewall and a wrong URI are left`()
        throws
    {
        let check = try check(ArrivalWatch(seconds: 60, seen: [], messages: 0))
        let evidence = check.evidence.joined(separator: " ")
        #expect(check.verdict == .failed)
        #expect(evidence.contains("Nothing at all arrived within 60 s."))
        #expect(evidence.contains("so the name is not the reason"))
        #expect(evidence.contains("firewall") && evidence.contains("wrong URI"))
        #expect(check.remedy?.contains("sip:NUMBER@example.com") == true)
    }

    @Test func `Where none came and the domain leads nowhere, the DNS is left too`() throws {
        let check = try check(
            ArrivalWatch(seconds: 60, seen: [], messages: 0), domainLeadsHere: false)
        #expect(check.verdict == .failed)
        #expect(check.evidence.contains { $0.contains("the DNS (the domain does not lead here)") })
    }

    @Test func `With the trace off it cannot be said what came`() throws {
        let check = try check(
            ArrivalWatch(seconds: 60, seen: [], messages: 2, isTraced: false))
        #expect(check.verdict == .unknown)
        #expect(check.remedy?.contains("decision_trace=Y") == true)
    }
}
