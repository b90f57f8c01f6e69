import Provisioning

/// Who changed what, newest first.
struct AuditPage: Page {
    struct Entry: Sendable {
        let time: PersonalTime
        let who: String
        let action: String
        let object: String
        /// `by the portal from 192.0.2.7`.
        let way: String
    }

    static let template = "operator-audit"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .audit
    static let limit = 100

    let title = "Audit trail"
    let notice: Notice?
    let entries: [Entry]
    let hasEntries: Bool
    let olderPath: String?
    /// To the newest, from older ones.
    let newestPath: String?

    init(_ found: [AuditEntry], before: Int64?, notice: Notice?) {
        self.notice = notice
        let shown = found.prefix(Self.limit)
        entries = shown.map { entry in
            Entry(
                time: PersonalTime(entry.at), who: entry.author.who,
                action: entry.action.prefix(1).uppercased() + entry.action.dropFirst(),
                object: Self.short(entry.object), way: Self.way(entry.author))
        }
        hasEntries = !entries.isEmpty
        olderPath = found.count > Self.limit
            ? shown.last.map { "/operator/audit?before=\($0.number)" } : nil
        newestPath = before == nil ? nil : "/operator/audit"
    }

    /// A long list of peers does not push everything else off the page.
    private static func short(_ object: String) -> String {
        object.count > 200 ? object.prefix(200) + "…" : object
    }

    private static func way(_ author: Author) -> String {
        let door =
            switch author.interface {
            case .portal: "portal"
            case .ellis: "Ellis API"
            case .homesteadProvisioning: "homestead-prov"
            case .xdms: "service settings"
            case .commandLine: "command line"
            case .node: "the node itself"
            }
        return author.source.isEmpty ? door : "\(door), \(author.source)"
    }
}

extension Portal {
    func addAudit(to routes: PageRoutes) {
        routes.operatorPage("/operator/audit") { visit, _ in
            let before = (try visit.request.queryFields())["before"].flatMap { Int64($0) }
            let found = try await desks.audit.audit(before: before, limit: AuditPage.limit + 1)
            return visit.show(AuditPage(found, before: before, notice: visit.done))
        }
    }
}
