package import Troubleshooting

/// Who was refused because no trunk has its address.
///
/// Strangers who try their luck are usual. One who asked for a number that exists here, or who
/// nearly is a trusted peer, is probably the provider.
package enum StrangersRefused: Examination {
    package static let code = "strangers_refused"
    package static let part = DoctorCheck.Part.trusted
    package static let title = "No provider was taken for a stranger"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil else { return nil }
        switch facts.refused {
        case .unknown(let why): return .unknown("Who was refused is not known: \(why).")
        case .known(let refused):
            let strangers = refused.peers(for: "untrusted_source")
            let likely = strangers.filter { refused.isLikelyMeant($0) }
            guard let first = likely.first else {
                return .passed(
                    strangers.isEmpty
                        ? "Nobody was refused for his address in the last day."
                        : "\(Wording.counted(strangers.count, "stranger")) refused in the last"
                            + " day; none asked for a number of ours.")
            }
            return .failed(
                likely.flatMap { $0.sentences(at: facts.at) }, remedy: first.remedy.asSentence)
        }
    }
}

extension RefusalFacts {
    /// Those that nobody wants hidden.
    func peers(for reasons: String...) -> [RefusedPeer] {
        peers.filter { reasons.contains($0.reason) && !$0.isSilenced }
    }

    fileprivate func isLikelyMeant(_ peer: RefusedPeer) -> Bool {
        !peer.nearMisses.isEmpty
            || peer.asked.contains { asked in
                AskedFor(asked).map { request in
                    request.method != "REGISTER" && request.user.map(knownNumbers.contains) ?? false
                } ?? false
            }
    }
}

extension RefusedPeer {
    /// True for one that was refused within the last hour: whether its cause is still there cannot
    /// be known.
    func isRecent(at now: Int64) -> Bool { now - lastSeen < 3600 * 1_000_000 }

    /// What it asked for and why it nearly was let in.
    func sentences(at now: Int64) -> [String] {
        let last = Wording.distance(from: now, to: lastSeen)
        let what = asked.first.map { " with \($0)" } ?? ""
        return [
            "\(source) was refused \(Wording.counted(count, "time")), last \(last)\(what):"
                + " \(explanation)."
        ]
            + nearMisses.map { "\(source): \($0.asSentence)" }
    }
}

extension String {
    /// With a capital letter and a full stop, unless it begins with a command or a file.
    var asSentence: String {
        guard let first else { return self }
        let head = first.isLetter && !hasPrefix("clearwater") ? first.uppercased() : "\(first)"
        let tail = dropFirst()
        return head + tail + (hasSuffix(".") ? "" : ".")
    }
}
