package import NetworkAddresses

/// What a rehearsal needs to know of the node and of its parts.
package struct RehearsalSettings: Sendable {
    /// Where the node listens on UDP.
    package var node: SocketEndpoint
    package var domain: String
    /// The node as a trunk provider would address it instead of the domain: host, and port if it is
    /// not 5060.
    package var nodeHost: String
    /// The subscriber that the built-in phone is.
    package var user: String
    package var password: String
    package var phoneAddress: IPAddress
    /// Trusted by the node.
    package var trunkAddress: IPAddress
    /// Not trusted by the node.
    package var strangerAddress: IPAddress

    package init(
        node: SocketEndpoint, domain: String, nodeHost: String, user: String, password: String,
        phoneAddress: IPAddress, trunkAddress: IPAddress, strangerAddress: IPAddress
    ) {
        self.node = node
        self.domain = domain
        self.nodeHost = nodeHost
        self.user = user
        self.password = password
        self.phoneAddress = phoneAddress
        self.trunkAddress = trunkAddress
        self.strangerAddress = strangerAddress
    }
}

/// A trunk's call and SMS ring a phone, and a stranger's do not: played through real sockets
/// against a real node.
///
/// Everything is written and read with the same messages as in the node, and nothing else of it is
/// used. Blocks; at most 12 s, and about one if all is well.
package struct Rehearsal {
    /// Says by which entry the node trusts an address; nil if it does not.
    package typealias TrustQuestion = (IPAddress) throws -> String?

    let settings: RehearsalSettings
    let askTrust: TrustQuestion
    let phone: DemonstrationPhone
    let trunk: DemonstrationTrunk
    let stranger: DemonstrationTrunk
    let stage: Stage
    var report = RehearsalReport()

    /// For one answer of the node, and of the phone behind it.
    static let patience = Duration.seconds(3)
    /// For everything together.
    static let longest = Duration.seconds(12)
    /// How long a phone that must hear nothing is listened to.
    static let silence = Duration.milliseconds(300)

    package init(
        _ settings: RehearsalSettings, askTrust: @escaping TrustQuestion,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(RehearsalError) {
        self.settings = settings
        self.askTrust = askTrust
        phone = try DemonstrationPhone(
            settings.phoneAddress, node: settings.node, user: settings.user,
            domain: settings.domain,
            password: settings.password)
        trunk = DemonstrationTrunk(
            try DatagramSocket(settings.trunkAddress), node: settings.node)
        stranger = DemonstrationTrunk(
            try DatagramSocket(settings.strangerAddress), node: settings.node)
        stage = Stage(
            parties: [phone, trunk, stranger], end: .now + Self.longest, isCancelled: isCancelled)
    }

    /// Plays everything; what does not hold is in the report.
    ///
    /// - Throws: only where it was broken off, or the node can no longer be asked.
    package mutating func play() throws -> RehearsalReport {
        let start = ContinuousClock.now
        try playRegistration()
        if report.hasHeld {
            let byDomain = "sip:\(settings.user)@\(settings.domain)"
            let byAddress = "sip:\(settings.user)@\(settings.nodeHost)"
            try playCall("call by domain", to: byDomain, phoneHangsUp: false)
            try playCall("call by address", to: byAddress, phoneHangsUp: true)
            try playMessage("SMS by domain", "Your code is 4711. Grüße!", to: byDomain)
            try playMessage("SMS by address", "Second line of the story.", to: byAddress)
            try playStranger("stranger's call", to: byAddress)
            try playStrangersMessage("stranger's SMS", to: byDomain)
            try playFarewell()
        }
        report.duration = ContinuousClock.now - start
        return report
    }
}
