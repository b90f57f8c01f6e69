/// Whether a node serves the deployment.
package enum NodeState: Hashable, Sendable {
    case running(RunningNode)
    /// Nothing answers on the control socket.
    case notRunning
    /// Something is there and does not answer: one clause why.
    case silent(String)

    package var running: RunningNode? {
        switch self {
        case .running(let node): node
        case .notRunning, .silent: nil
        }
    }
}

/// A node as it says of itself.
package struct RunningNode: Hashable, Sendable {
    package var pid: Int32
    package var version: String
    /// - Units: seconds since the start.
    package var uptime: Int
    package var isDraining: Bool
    /// Which files it reads.
    package var configurationDirectory: String

    package init(
        pid: Int32, version: String, uptime: Int, isDraining: Bool = false,
        configurationDirectory: String
    ) {
        self.pid = pid
        self.version = version
        self.uptime = uptime
        self.isDraining = isDraining
        self.configurationDirectory = configurationDirectory
    }
}

/// What the configuration files say.
package struct ConfigurationFacts: Hashable, Sendable {
    /// True where a node can start with them: the home domain is known.
    package var isUsable: Bool
    package var mistakes: [Mistake]
    /// Options that were changed and wait for the next start.
    package var waitingOptions: [String]

    package struct Mistake: Hashable, Sendable {
        /// `FILE:LINE`.
        package var place: String
        /// One clause.
        package var what: String
        /// One or more sentences.
        package var remedy: String

        package init(place: String, what: String, remedy: String) {
            self.place = place
            self.what = what
            self.remedy = remedy
        }
    }

    package init(isUsable: Bool, mistakes: [Mistake] = [], waitingOptions: [String] = []) {
        self.isUsable = isUsable
        self.mistakes = mistakes
        self.waitingOptions = waitingOptions
    }
}
