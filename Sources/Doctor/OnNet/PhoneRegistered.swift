package import Troubleshooting

/// Whether a phone is registered for the number: since when, over what, until when.
package enum PhoneRegistered: Examination {
    package static let code = "phone_registered"
    package static let part = DoctorCheck.Part.onNet
    package static let title = "A phone is registered"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard let holder = facts.number?.holder.value ?? nil else { return nil }
        let current = holder.phones.filter { $0.expires > facts.at }
        guard current.isEmpty else {
            return .passed(current.map { sentence($0, facts.at) })
        }
        guard let last = holder.phones.max(by: { $0.expires < $1.expires }) else {
            return .failed(
                "No phone is registered: calls are answered 480.",
                remedy: "Switch the phone on, with \(holder.user) as its user name and"
                    + " \(facts.domains.first?.name ?? "the home domain") as its domain;"
                    + " a lost password is set anew with "
                    + facts.place.command("subscriber set-password \(holder.user)"))
        }
        return .failed(
            "The last registration, of \(last.contact) over \(last.transport) from \(last.source),"
                + " expired \(Wording.distance(from: facts.at, to: last.expires)).",
            remedy: "See that the phone is on and reaches this node: it has to register again"
                + " before its time is over.")
    }

    private static func sentence(_ phone: NumberFacts.Phone, _ now: Int64) -> String {
        let program = phone.userAgent.isEmpty ? "" : ", \(phone.userAgent)"
        return "\(phone.contact) over \(phone.transport) from \(phone.source)\(program), since"
            + " \(Wording.distance(from: now, to: phone.since)), expires"
            + " \(Wording.distance(from: now, to: phone.expires))."
    }
}
