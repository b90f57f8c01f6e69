package import Troubleshooting

/// Whether calls may reach the identity at all (TS 23.228 5.2.1a).
package enum NumberNotBarred: Examination {
    package static let code = "number_not_barred"
    package static let part = DoctorCheck.Part.onNet
    package static let title = "The number may be called"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard let holder = facts.number?.holder.value ?? nil else { return nil }
        let asked = holder.identities.filter(\.isAsked)
        guard let barred = asked.first, asked.allSatisfy(\.isBarred) else {
            return .passed("It is not barred.")
        }
        let others = holder.identities.filter { !$0.isBarred }.map(\.uri)
        return .failed(
            ["\(barred.uri) is barred: it may register, and calls to it are answered 404."]
                + (others.isEmpty
                    ? []
                    : ["Of the same subscriber may be called: \(others.joined(separator: ", "))."]),
            remedy: "Take its BarringIndication out: PUT"
                + " /irs/…/service_profiles/…/public_ids/\(barred.uri) at homestead-prov with"
                + " <PublicIdentity><Identity>\(barred.uri)</Identity></PublicIdentity>")
    }
}
