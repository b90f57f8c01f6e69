package import Determinism

/// How the running node fares, for its operator.
package struct DeploymentOverview: Hashable, Sendable {
    package var version: String
    /// - Units: seconds since the start.
    package var uptime: Int
    /// True once the node takes no more calls because it is about to end.
    package var isDraining: Bool
    /// "UDP 192.0.2.1:5060".
    package var listeners: [String]
    /// Public identities.
    package var lines: Int
    /// Lines with at least one phone.
    package var registered: Int
    /// The first of them.
    package var registrations: [RegistrationCard]
    package var callsInSetup: Int
    /// Sources whose requests were refused in the last hour, most refused first.
    package var refusals: [RefusalCard]

    package init(
        version: String, uptime: Int, isDraining: Bool, listeners: [String], lines: Int,
        registered: Int, registrations: [RegistrationCard], callsInSetup: Int,
        refusals: [RefusalCard]
    ) {
        self.version = version
        self.uptime = uptime
        self.isDraining = isDraining
        self.listeners = listeners
        self.lines = lines
        self.registered = registered
        self.registrations = registrations
        self.callsInSetup = callsInSetup
        self.refusals = refusals
    }
}

/// A line that is registered.
package struct RegistrationCard: Hashable, Sendable {
    /// Its number or name.
    package var user: String
    package var phones: Int
    /// "UDP", "TCP", each once.
    package var transports: [String]

    package init(user: String, phones: Int, transports: [String]) {
        self.user = user
        self.phones = phones
        self.transports = transports
    }
}

/// What was refused of one source.
package struct RefusalCard: Hashable, Sendable {
    /// The address.
    package var source: String
    package var count: Int
    /// Why the last one was refused, one clause.
    package var reason: String
    /// What the last one asked for: `INVITE sip:6505550000@example.com`.
    package var last: String
    package var lastSeen: WallTime
    /// What to do if it should be taken, one clause.
    package var remedy: String
    /// True where its address is in no trunk, so that adding it to one is the remedy.
    package var isStranger: Bool

    package init(
        source: String, count: Int, reason: String, last: String, lastSeen: WallTime,
        remedy: String, isStranger: Bool
    ) {
        self.source = source
        self.count = count
        self.reason = reason
        self.last = last
        self.lastSeen = lastSeen
        self.remedy = remedy
        self.isStranger = isStranger
    }
}
