/// The operator's own navigation, in its order.
enum OperatorSection: String, CaseIterable, Sendable {
    case overview = "Overview"
    case calls = "Calls"
    case refused = "Refused"
    case doctor = "Doctor"
    case trunkTest = "Trunk test"
    case trunks = "Trunks"
    case numbers = "Numbers"
    case accounts = "Accounts"
    case configuration = "Configuration"
    case audit = "Audit trail"

    var path: String {
        switch self {
        case .overview: "/operator"
        case .calls: "/operator/calls"
        case .refused: "/operator/refused"
        case .doctor: "/operator/doctor"
        case .trunkTest: "/operator/trunk-test"
        case .trunks: "/operator/trunks"
        case .numbers: "/operator/numbers"
        case .accounts: "/operator/accounts"
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
}

extension Portal.Desks {
    /// The operator's pages that there is a desk for.
    var operatorSections: [OperatorSection] {
        OperatorSection.allCases.filter { section in
            switch section {
            case .calls: calls != nil
            case .refused: refusals != nil
            case .doctor: doctor != nil
            case .trunkTest: trunkTests != nil
            case .overview, .trunks, .numbers, .accounts, .configuration, .audit: true
            }
        }
    }
}

extension Portal {
    /// Adds the operator's pages.
    func addOperator(to routes: PageRoutes) {
        addOverview(to: routes)
        addCalls(to: routes)
        addCallPages(to: routes)
        addRefusedPeers(to: routes)
        addDoctor(to: routes)
        addTrunkTest(to: routes)
        addNumbers(to: routes)
        addAccounts(to: routes)
        addAccountCard(to: routes)
        addTrunks(to: routes)
        addNewTrunk(to: routes)
        addConfiguration(to: routes)
        addAudit(to: routes)
    }
}
