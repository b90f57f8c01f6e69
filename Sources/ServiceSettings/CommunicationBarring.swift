import XMLDocuments

/// Which calls are refused (TS 24.611), as far as a person chooses them by a word.
package protocol BarredCalls: RawRepresentable<String>, Hashable, Sendable, CaseIterable {
    /// No call is refused.
    static var none: Self { get }
    /// The condition's element for these calls; nil for every call.
    var condition: String? { get }
}

/// Calls to the subscriber.
package enum BarredIncomingCalls: String, BarredCalls {
    case none
    case all
    /// Those whose caller hides the number.
    case anonymous
    case international

    package var condition: String? {
        switch self {
        case .none, .all: nil
        case .anonymous, .international: rawValue
        }
    }
}

/// Calls of the subscriber.
package enum BarredOutgoingCalls: String, BarredCalls {
    case none
    case all
    case international
    /// To other countries, but for the home country of one who is abroad.
    case internationalExceptHome = "international-exHC"

    package var condition: String? {
        switch self {
        case .none, .all: nil
        case .international, .internationalExceptHome: rawValue
        }
    }
}

/// Barring of incoming or of outgoing calls.
///
/// A call is refused where a rule with `allow` false holds and none with `allow` true does.
package struct CommunicationBarring<Calls: BarredCalls>: Hashable, Sendable {
    package var barred: Calls
    /// Rules of other kinds, such as for single callers; they are kept as they are.
    package private(set) var otherRules = 0

    package init(_ barred: Calls = .none) { self.barred = barred }

    init(_ name: String, of simservs: XMLElement) {
        self.init()
        guard let service = simservs.child(Simservs.name(name)) else { return }
        let rules = PolicyRule.rules(of: service)
        otherRules = rules.count { Self.calls(of: $0) == nil }
        let effective = rules.filter { !$0.isDeactivated }.compactMap(Self.calls)
        guard service.isActiveService, !effective.contains(.none) else { return }
        // The widest of several.
        barred = Calls.allCases.first { $0 != .none && effective.contains($0) } ?? .none
    }

    /// - Parameter name: of the service's element.
    func apply(to name: String, of simservs: XMLElement) {
        guard barred != CommunicationBarring(name, of: simservs).barred else { return }
        let service = simservs.madeService(Simservs.name(name), isActive: true)
        for rule in PolicyRule.rules(of: service) where Self.calls(of: rule) != nil {
            rule.element.remove()
        }
        let isRefusal = barred != .none
        // An empty set of rules bars nothing; other clients look for the rule that says so.
        let rule = PolicyRule.add(to: service, id: "rule0", reason: barred.condition)
        rule.madeAction("allow").setText(isRefusal ? "false" : "true")
    }

    /// The choice that a rule stands for; nil for a rule of another kind.
    private static func calls(of rule: PolicyRule) -> Calls? {
        guard let reasons = rule.reasons, reasons.count <= 1, let allow = rule.action("allow")
        else { return nil }
        if ["true", "1"].contains(allow.trimmedText) {
            return reasons.isEmpty ? Calls.none : nil
        }
        return Calls.allCases.first { $0 != .none && $0.condition == reasons.first }
    }
}
