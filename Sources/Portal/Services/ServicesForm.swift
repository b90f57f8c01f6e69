import Provisioning
import ServiceSettings

/// What the form of the services holds, as it is stored or as it was typed.
struct ServicesForm: Sendable {
    struct Entry: Sendable {
        var isOn = false
        var target = ""
    }

    static let secondsName = "seconds"

    var diversions: [DiversionReason: Entry] = [:]
    var seconds = ""
    var incoming = BarredIncomingCalls.none
    var outgoing = BarredOutgoingCalls.none
    var hidesNumber = false
    /// With its complaints.
    var posted = PostedForm()

    /// As it is stored.
    init(_ services: TelephonyServices, domain: String) {
        for (reason, diversion) in services.diversion.diversions {
            diversions[reason] = Entry(
                isOn: services.diversion.isActive && diversion.isActive,
                target: diversion.target.shown(domain: domain))
        }
        seconds = services.diversion.noReplySeconds.map(String.init) ?? ""
        incoming = services.incomingBarring.barred
        outgoing = services.outgoingBarring.barred
        hidesNumber = services.hidesNumber
    }

    /// As it was typed.
    init(_ posted: PostedForm) {
        self.posted = posted
        for reason in DiversionReason.allCases {
            diversions[reason] = Entry(
                isOn: posted.has(reason.fieldName), target: posted[reason.targetName])
        }
        seconds = posted[Self.secondsName]
        incoming = BarredIncomingCalls(rawValue: posted["incoming"]) ?? .none
        outgoing = BarredOutgoingCalls(rawValue: posted["outgoing"]) ?? .none
        hidesNumber = posted["identity"] == "hidden"
    }

    /// Puts what was typed into the services, or complains about it.
    mutating func fill(_ services: inout TelephonyServices, domain: String) {
        for reason in DiversionReason.allCases {
            let entry = diversions[reason] ?? Entry()
            services.diversion.diversions[reason] = diversion(reason, entry, domain: domain)
        }
        if diversions.values.contains(where: \.isOn) { services.diversion.isActive = true }
        let range = CommunicationDiversion.noReplyRange
        switch Int(seconds) {
        case let count? where range.contains(count): services.diversion.noReplySeconds = count
        case nil where seconds.isEmpty: services.diversion.noReplySeconds = nil
        case _:
            posted.complain(
                Self.secondsName,
                "Write a number from \(range.lowerBound) to \(range.upperBound).")
        }
        services.incomingBarring.barred = incoming
        services.outgoingBarring.barred = outgoing
        if hidesNumber { services.callerIdentity.isActive = true }
        services.callerIdentity.isRestrictedByDefault = hidesNumber
    }

    private mutating func diversion(_ reason: DiversionReason, _ entry: Entry, domain: String)
        -> Diversion?
    {
        guard !entry.target.isEmpty else {
            if entry.isOn {
                posted.complain(reason.targetName, "Write where these calls go.")
            }
            return nil
        }
        guard let target = DiversionTarget(written: entry.target, domain: domain) else {
            posted.complain(
                reason.targetName,
                "Write a number such as +15551234567, or an address such as ann@example.com.")
            return nil
        }
        // One that is switched off is kept for later.
        return Diversion(target: target, isActive: entry.isOn)
    }
}
