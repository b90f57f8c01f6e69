import DecisionTrace

extension CallReading.Decision {
    /// What was decided in one sentence, with the evidence in it.
    var sentence: String {
        let first = texts.first ?? ""
        let second = texts.dropFirst().first ?? ""
        let endpoint = endpoints.first.map { "\($0)" } ?? ""
        switch step {
        case .trunkMatched: return "The source is trunk \(first): it matches \(second)."
        case .noTrunkMatched: return "The source \(endpoint) is in no trunk; it may be a phone."
        case .insideDialog: return "The request belongs to a call that stands already."
        case .hostOurs: return "The called host \(first) is ours (\(second))."
        case .hostForeign: return "The called host \(first) is none of ours."
        case .numberNormalised:
            return first == second
                ? "The called number is \(second)."
                : "The called number \(first) is \(second)."
        case .callerNamed: return "The caller says in \(second) to be \(first)."
        case .callerRegistered: return "The caller is \(first), registered over this very flow."
        case .callerNotRegistered:
            return "Nobody is registered as \(first) over this flow: the caller is not believed."
        case .identityAsserted: return "The called side is told that \(first) calls."
        case .subscriberAsked: return "The store is asked for \(first)."
        case .subscriberFound: return "The subscriber is \(first) (from \(source(second)))."
        case .subscriberUnknown: return "There is no subscriber \(first)."
        case .storeUnavailable: return "The store did not answer the question for \(first)."
        case .identityBarred: return "The identity \(first) is barred."
        case .contactsChosen: return contactsChosen(first)
        case .contactSkipped: return "The contact \(first) is left out: \(second)."
        case .noContacts: return noContacts
        case .branchSent: return "Sent on to \(endpoint) over \(first)."
        case .alternativeTried: return "The next address is tried: \(endpoint) over \(first)."
        case .branchFailed:
            return "\(endpoint) gave no answer; that counts as \(numbers.first ?? 0)."
        case .responseHeld:
            return "The \(numbers.first ?? 0) waits for what the other branches answer."
        case .dialogRouted: return "It goes to \(endpoint) over \(first), by the \(second)."
        case .serversAsked: return "The DNS is asked for \(first)."
        case .serversFound:
            let count = numbers.first ?? 0
            return "The DNS names \(count == 1 ? "one address" : "\(count) addresses")"
                + (endpoint.isEmpty ? "." : ", the first is \(endpoint).")
        case .serversMissing: return "The DNS names no address: \(first)."
        case .challenged: return "The phone has to prove its password (\(first))."
        case .credentialsVerified: return "The password of \(first) is right."
        case .credentialsWrong: return "The password of \(first) is wrong."
        case .bindingsStored:
            let count = numbers.first ?? 0
            return count == 0
                ? "No contact is registered any more."
                : "\(count == 1 ? "One contact is" : "\(count) contacts are") registered now."
        case .retransmissionAbsorbed: return "It came before: no new request."
        case .timerFired: return timerFired(first)
        case .cancelled: return "The caller has given up."
        case .discarded: return "It is discarded without an answer: \(first)."
        case .answered: return answered
        }
    }

    private func source(_ word: String) -> String { word == "memory" ? "memory" : "the \(word)" }

    private func contactsChosen(_ contact: String) -> String {
        let chosen = numbers.first ?? 0
        let stored = numbers.dropFirst().first ?? chosen
        let many = chosen == 1 ? "One contact is rung" : "\(chosen) contacts are rung"
        let of = stored > chosen ? " of \(stored) that are stored" : ""
        return many + of + (chosen == 1 ? ": \(contact)." : ", the first is \(contact).")
    }

    private var noContacts: String {
        let stored = numbers.first ?? 0
        guard stored > 0 else { return "No phone is registered for it." }
        let expired = numbers.dropFirst().first ?? 0
        let passed = max(0, at / 1_000_000 - expired / 1000)
        return "No phone is registered for it (any more): the last registration ended "
            + "\(Self.duration(passed)) ago."
    }

    private func timerFired(_ letter: String) -> String {
        let meaning =
            switch letter {
            case "A", "E": "the request is sent again"
            case "B", "F": "nobody answered the request in time"
            case "C": "it has rung for too long"
            case "G": "the answer is sent again, for no ACK has come"
            case "H": "no ACK has come for the answer"
            default: "its time is over"
            }
        return "Timer \(letter): \(meaning)."
    }

    private var answered: String {
        let status = numbers.first ?? 0
        guard let raw = numbers.dropFirst().first, let reason = reason(raw) else {
            return "The final answer is \(status)."
        }
        return "The final answer is \(status): \(reason.explanation) (\(reason.code))."
    }

    private func reason(_ raw: Int64) -> OutcomeReason? {
        UInt8(exactly: raw).flatMap(OutcomeReason.init(rawValue:))
    }

    /// `3 min`; whole units.
    private static func duration(_ seconds: Int64) -> String {
        if seconds >= 172_800 { return "\(seconds / 86_400) days" }
        if seconds >= 7200 { return "\(seconds / 3600) h" }
        return seconds >= 120 ? "\(seconds / 60) min" : "\(seconds) s"
    }
}
