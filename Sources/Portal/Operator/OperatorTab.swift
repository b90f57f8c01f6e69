/// The operator's own navigation, in its order.
enum OperatorSection: String, CaseIterable, Sendable {
    case overview = "Overview"
    case numbers = "Numbers"
    case accounts = "Accounts"
    case trunks = "Trunks"
    case configuration = "Configuration"
    case audit = "Audit trail"

    var path: String {
        switch self {
        case .overview: "/operator"
        case .numbers: "/operator/numbers"
        case .accounts: "/operator/accounts"
        case .trunks: "/operator/trunks"
        case .configuration: "/operator/configuration"
        case .audit: "/operator/audit"
        }
    }
}

/// An entry of that navigation; the template is `operator-tabs`.
struct OperatorTab: Sendable {
    let path: String
    let name: String
    let isCurrent: Bool

    static func all(at current: OperatorSection) -> [OperatorTab] {
        OperatorSection.allCases.map {
            OperatorTab(path: $0.path, name: $0.rawValue, isCurrent: $0 == current)
        }
    }
}

extension Portal {
    /// Adds the operator's pages.
    func addOperator(to routes: PageRoutes) {
        addOverview(to: routes)
        addNumbers(to: routes)
        addAccounts(to: routes)
        addAccountCard(to: routes)
        addTrunks(to: routes)
        addNewTrunk(to: routes)
        addConfiguration(to: routes)
        addAudit(to: routes)
    }
}
