import Provisioning
import WebServing

/// How the deployment fares.
struct OverviewPage: Page {
    struct Figure: Sendable {
        let name: String
        let value: String
        let note: String
    }

    struct Registered: Sendable {
        let number: String
        let path: String
        let phones: String
    }

    struct Refused: Sendable {
        let source: String
        let count: String
        let reason: String
        let last: String
        let time: PersonalTime
        let remedy: String
        /// Where a trunk with this address is added.
        let trustPath: String?
    }

    struct TrunkLine: Sendable {
        let name: String
        let peers: String
        /// `sip.example.com leads nowhere now`.
        let trouble: String?
    }

    static let template = "operator"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .overview

    let title = "Operator"
    let notice: Notice?
    let figures: [Figure]
    let listeners: [String]
    /// Why the domain does not lead here; nil where it does.
    let elsewhere: String?
    let mistakes: [String]
    let hasMistakes: Bool
    let registrations: [Registered]
    let hasRegistrations: Bool
    /// `and 12 more`.
    let moreRegistrations: String?
    let trunks: [TrunkLine]
    let hasTrunks: Bool
    let refusals: [Refused]
    let hasRefusals: Bool

    init(
        _ overview: DeploymentOverview, trunks cards: [TrunkCard], reach: DomainReach,
        mistakes: [String], notice: Notice?
    ) {
        self.notice = notice
        self.mistakes = mistakes
        hasMistakes = !mistakes.isEmpty
        figures = Self.figures(overview)
        listeners = overview.listeners
        if case .leadsElsewhere(let reason) = reach { elsewhere = reason } else { elsewhere = nil }
        registrations = overview.registrations.map { card in
            Registered(
                number: LineName.spaced(card.user),
                path: "/operator/accounts?q=\(PercentEncoding.encodedValue(card.user))",
                phones: "\(Self.counted(card.phones, "phone")), "
                    + card.transports.joined(separator: " and "))
        }
        hasRegistrations = !registrations.isEmpty
        let more = overview.registered - overview.registrations.count
        moreRegistrations = more > 0 ? "and \(more) more" : nil
        trunks = cards.map { card in
            TrunkLine(
                name: card.name, peers: Self.counted(card.peers.count, "peer"),
                trouble: card.unresolved.isEmpty
                    ? nil : "\(card.unresolved.joined(separator: ", ")) leads nowhere now")
        }
        hasTrunks = !trunks.isEmpty
        refusals = overview.refusals.map { card in
            Refused(
                source: card.source, count: Self.counted(card.count, "time"), reason: card.reason,
                last: card.last, time: PersonalTime(card.lastSeen), remedy: card.remedy,
                trustPath: card.isStranger
                    ? "/operator/trunks/add?peers=\(PercentEncoding.encodedValue(card.source))"
                    : nil)
        }
        hasRefusals = !refusals.isEmpty
    }

    private static func figures(_ overview: DeploymentOverview) -> [Figure] {
        [
            Figure(name: "Lines", value: "\(overview.lines)", note: "that can register a phone"),
            Figure(
                name: "Registered", value: "\(overview.registered)",
                note: "lines with at least one phone"),
            Figure(
                name: "Calls in setup", value: "\(overview.callsInSetup)", note: "ringing right now"
            ),
            Figure(
                name: "Up for", value: duration(overview.uptime),
                note: overview.isDraining
                    ? "and about to end: no new calls" : "version \(overview.version)"),
        ]
    }

    static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// The two largest units: `3 d 4 h`.
    static func duration(_ seconds: Int) -> String {
        let (days, hours, minutes) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60)
        if days > 0 { return "\(days) d \(hours) h" }
        if hours > 0 { return "\(hours) h \(minutes) min" }
        return minutes > 0 ? "\(minutes) min" : "\(seconds) s"
    }
}

extension Portal {
    func addOverview(to routes: PageRoutes) {
        routes.operatorPage("/operator") { visit, _ in
            let desk = desks.deployment
            return visit.show(
                OverviewPage(
                    try await desk.overview(), trunks: await desk.trunks(),
                    reach: await desk.domainReach(),
                    mistakes: await desk.configurationMistakes(), notice: visit.done))
        }
    }
}
