import ServiceSettings

/// The services in the words of the pages.
extension DiversionReason {
    var fieldName: String { "divert-\(rawValue)" }
    var targetName: String { "target-\(rawValue)" }

    var label: String {
        switch self {
        case .unconditional: "Every call"
        case .busy: "When you are in a call"
        case .noAnswer: "When you do not answer"
        case .notReachable: "When your phones cannot be reached"
        case .notRegistered: "When no phone is registered"
        }
    }

    var hint: String {
        switch self {
        case .unconditional: "Your phones do not ring at all."
        case .busy: "Instead of the busy tone."
        case .noAnswer: "After so many seconds of ringing, from 5 to 180."
        case .notReachable: "They are registered, but do not respond."
        case .notRegistered: "All are switched off, or none is set up."
        }
    }

    func sentence(to target: String, after seconds: Int?) -> String {
        switch self {
        case .unconditional: "Every call is diverted to \(target)."
        case .busy: "While you are in a call, others are diverted to \(target)."
        case .noAnswer:
            "Calls that you do not answer\(seconds.map { " within \($0) seconds" } ?? "") "
                + "are diverted to \(target)."
        case .notReachable: "When your phones cannot be reached, calls are diverted to \(target)."
        case .notRegistered: "While no phone is registered, calls are diverted to \(target)."
        }
    }
}

extension BarredIncomingCalls {
    var label: String {
        switch self {
        case .none: "Let every call in"
        case .all: "Bar all calls"
        case .anonymous: "Bar callers who hide their number"
        case .international: "Bar calls from abroad"
        }
    }

    var sentence: String? {
        switch self {
        case .none: nil
        case .all: "All incoming calls are barred."
        case .anonymous: "Callers who hide their number are barred."
        case .international: "Calls from abroad are barred."
        }
    }
}

extension BarredOutgoingCalls {
    var label: String {
        switch self {
        case .none: "Allow every call"
        case .all: "Bar all calls"
        case .international: "Bar calls to other countries"
        case .internationalExceptHome: "Bar calls to other countries, but for home while abroad"
        }
    }

    var sentence: String? {
        switch self {
        case .none: nil
        case .all: "All outgoing calls are barred."
        case .international: "Calls to other countries are barred."
        case .internationalExceptHome: "Calls to other countries are barred, but for home."
        }
    }
}

extension TelephonyServices {
    /// Whether the called do not see the number.
    var hidesNumber: Bool { callerIdentity.isActive && callerIdentity.isRestrictedByDefault }

    /// What is set, a sentence each.
    func sentences(domain: String) -> [String] {
        var sentences: [String] = []
        if diversion.isActive {
            for reason in DiversionReason.allCases {
                guard let to = diversion.diversions[reason], to.isActive else { continue }
                let number = LineName.spaced(to.target.shown(domain: domain))
                sentences.append(reason.sentence(to: number, after: diversion.noReplySeconds))
            }
        }
        let barrings = [incomingBarring.barred.sentence, outgoingBarring.barred.sentence]
        sentences += barrings.compactMap { $0 }
        if sentences.isEmpty { sentences.append("No call is diverted or barred.") }
        sentences.append(
            hidesNumber
                ? "Your number is hidden from those you call." : "Those you call see your number.")
        return sentences
    }
}
