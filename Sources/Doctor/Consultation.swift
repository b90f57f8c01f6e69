package import Troubleshooting

/// Says of a deployment what is proven, what is wrong, and what to do first.
///
/// Pure: whoever asks gathers the facts. The order is that of a call's way, and of causes before
/// what they cause: the first failure is what to mend first.
package enum Consultation {
    /// Every check, in the order in which they are told.
    package static let examinations: [any Examination.Type] = [
        // Did it arrive?
        ConfigurationUsable.self, DataDirectoryUsable.self, PortsFree.self, NodeRunning.self,
        NodeConfigurationSame.self, NodeTakesCalls.self, ListenersBound.self, ListeningOnce.self,
        AdvertisedAddressReachable.self, DomainLeadsHere.self, DatagramsKept.self,
        ProviderArrives.self,
        // Is it trusted?
        ConfigurationInForce.self, TrunksConfigured.self, TrustedNamesResolve.self,
        StrangersRefused.self, DomainsRefused.self, TrunkRequestsRefused.self,
        // Would it ring on-net?
        NumberExists.self, NumberNotBarred.self, LogInsRefused.self, PhoneRegistered.self,
        PhoneReachable.self, ServicesLetCallsIn.self, RecentCallsWell.self, TestCallRings.self,
        // And the machine that all of it stands on.
        StoreAnswers.self, DescriptorsLeft.self, DiskHasRoom.self, ClockSynchronised.self,
        ClockSteady.self, CertificatesValid.self, TraceOn.self,
    ]

    package static func report(on facts: DoctorFacts) -> DoctorReport {
        let checks = examinations.compactMap { examination in
            examination.examine(facts).map { DoctorCheck(examination, $0) }
        }
        return DoctorReport(at: facts.at, number: facts.number?.asked, checks: checks)
    }
}

extension DoctorCheck {
    fileprivate init(_ examination: any Examination.Type, _ finding: Finding) {
        self.init(
            code: examination.code, part: examination.part, title: examination.title,
            verdict: finding.verdict, evidence: finding.evidence, remedy: finding.remedy)
    }
}
