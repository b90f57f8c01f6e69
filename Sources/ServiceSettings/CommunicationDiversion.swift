import XMLDocuments

/// Why a call is diverted (TS 24.604 4.2.1).
package enum DiversionReason: String, Hashable, Sendable, CaseIterable {
    /// Every call.
    case unconditional
    case busy
    case noAnswer = "no-answer"
    case notReachable = "not-reachable"
    case notRegistered = "not-registered"

    /// The condition's element; nil for none.
    var condition: String? { self == .unconditional ? nil : rawValue }

    /// As phones call the rule.
    var ruleID: String {
        switch self {
        case .unconditional: "call-diversion-unconditional"
        case .busy: "call-diversion-busy"
        case .noAnswer: "call-diversion-no-reply"
        case .notReachable: "call-diversion-not-reachable"
        case .notRegistered: "call-diversion-not-logged-in"
        }
    }
}

/// Where calls go for one reason.
package struct Diversion: Hashable, Sendable {
    package var target: DiversionTarget
    /// False for one that is kept for later.
    package var isActive: Bool

    package init(target: DiversionTarget, isActive: Bool = true) {
        self.target = target
        self.isActive = isActive
    }
}

/// Diversion of incoming calls (TS 24.604).
package struct CommunicationDiversion: Hashable, Sendable {
    /// The service as a whole: no rule has effect without it.
    package var isActive: Bool
    /// How long to wait for an answer, 5 to 180 s; nil for the server's own choice.
    package var noReplySeconds: Int?
    package var diversions: [DiversionReason: Diversion]
    /// Rules with other conditions, such as a medium; they are kept as they are.
    package private(set) var otherRules: Int

    package init(
        isActive: Bool = true, noReplySeconds: Int? = nil,
        diversions: [DiversionReason: Diversion] = [:]
    ) {
        self.isActive = isActive
        self.noReplySeconds = noReplySeconds
        self.diversions = diversions
        otherRules = 0
    }

    package static let noReplyRange = 5...180

    // MARK: - In the document

    private static let service = Simservs.name("communication-diversion")
    private static let timer = Simservs.name("NoReplyTimer")

    init(of simservs: XMLElement) {
        self.init(isActive: false)
        guard let service = simservs.child(Self.service) else { return }
        isActive = service.isActiveService
        var timer = service.child(Self.timer)
        for rule in PolicyRule.rules(of: service) {
            guard let reason = Self.reason(of: rule), diversions[reason] == nil else {
                otherRules += 1
                continue
            }
            if reason == .noAnswer, let own = rule.action("NoReplyTimer") { timer = own }
            if let target = Self.target(of: rule) {
                diversions[reason] = Diversion(target: target, isActive: !rule.isDeactivated)
            }
        }
        noReplySeconds = timer.flatMap { Int($0.trimmedText) }
    }

    func apply(to simservs: XMLElement) {
        guard simservs.child(Self.service) != nil || self != CommunicationDiversion(isActive: false)
        else { return }
        let service = simservs.madeService(Self.service, isActive: isActive)
        for reason in DiversionReason.allCases { apply(reason, to: service) }
        applyTimer(to: service)
    }

    private func apply(_ reason: DiversionReason, to service: XMLElement) {
        let rule = PolicyRule.rules(of: service).first { Self.reason(of: $0) == reason }
        guard let diversion = diversions[reason] else {
            // One without a target diverts nothing, and some phone keeps it for later.
            if let rule, Self.target(of: rule) != nil { rule.element.remove() }
            return
        }
        // The first rule that holds is taken, so the one for every call stands before the others.
        let place = reason == .unconditional ? 0 : nil
        let made =
            rule
            ?? PolicyRule.add(to: service, id: reason.ruleID, reason: reason.condition, at: place)
        made.setDeactivated(!diversion.isActive)
        let forward = made.madeAction("forward-to")
        let name = Simservs.name("target")
        (forward.child(name) ?? forward.addChild(name, at: 0)).setText(diversion.target.uri)
    }

    private func applyTimer(to service: XMLElement) {
        for rule in PolicyRule.rules(of: service) where Self.reason(of: rule) == .noAnswer {
            rule.action("NoReplyTimer")?.remove()
        }
        guard let noReplySeconds else {
            service.child(Self.timer)?.remove()
            return
        }
        (service.child(Self.timer) ?? service.addChild(Self.timer, at: 0))
            .setText("\(noReplySeconds)")
    }

    /// - Returns: nil for a rule that is not one of ours to show and change.
    private static func reason(of rule: PolicyRule) -> DiversionReason? {
        guard rule.action("forward-to") != nil, let reasons = rule.reasons, reasons.count <= 1
        else { return nil }
        guard let name = reasons.first else { return .unconditional }
        return DiversionReason(rawValue: name).flatMap { $0 == .unconditional ? nil : $0 }
    }

    private static func target(of rule: PolicyRule) -> DiversionTarget? {
        let element = rule.action("forward-to")?.child(Simservs.name("target"))
        return element.flatMap { DiversionTarget(uri: $0.trimmedText) }
    }
}
