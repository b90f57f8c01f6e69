/// Every option name of Clearwater's configuration files, and what this node does with it.
package enum OptionCatalogue {
    package enum State: Hashable, Sendable {
        /// Obeyed; the text says in a few words what it sets.
        case supported(String)
        /// Clearwater's, and without effect here so far.
        case notYetSupported
        /// The name that an older Clearwater used, and the later name if there is one.
        case deprecated(later: String?)
    }

    /// - Returns: nil for a name that neither Clearwater nor this node knows.
    package static func state(of name: String) -> State? { states[name] }

    /// All names in alphabetical order.
    package static var names: [String] { states.keys.sorted() }

    /// The known name that a misspelt one probably means.
    ///
    /// - Returns: nil if none is near: at most two letters differ, and at most a third of the word.
    package static func nearest(to name: String) -> String? {
        let written = Array(name.lowercased().utf8)
        guard written.count <= 64 else { return nil }
        var best: (distance: Int, rank: Int, name: String)?
        for (candidate, state) in states {
            let letters = Array(candidate.utf8)
            guard abs(letters.count - written.count) <= 2 else { continue }
            let distance = editDistance(written, letters)
            guard distance <= min(2, letters.count / 3) else { continue }
            let rank = if case .supported = state { 0 } else { 1 }
            if best == nil || (distance, rank, candidate) < (best!.distance, best!.rank, best!.name)
            {
                best = (distance, rank, candidate)
            }
        }
        return best?.name
    }

    /// True for the name of a secret, misspelt or not.
    static func mayBeSecret(_ name: String) -> Bool {
        secrets.contains(name) || nearest(to: name).map(secrets.contains) == true
    }

    private static let states: [String: State] = {
        var states: [String: State] = [:]
        for name in notYetSupported { states[name] = .notYetSupported }
        for sproutlet in sproutlets {
            for name in [sproutlet, sproutlet + "_prefix", sproutlet + "_uri"] {
                states[name] = .notYetSupported
            }
        }
        for process in processes {
            for suffix in processSuffixes { states[process + suffix] = .notYetSupported }
        }
        for (name, later) in deprecated { states[name] = .deprecated(later: later) }
        for (name, meaning) in supported { states[name] = .supported(meaning) }
        return states
    }()
}
