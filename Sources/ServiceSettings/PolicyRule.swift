import XMLDocuments

/// A rule of a service: when its conditions all hold, its actions are taken (RFC 4745 7).
struct PolicyRule {
    let element: XMLElement

    static func rules(of service: XMLElement) -> [PolicyRule] {
        guard let ruleset = service.child(Simservs.policy("ruleset")) else { return [] }
        return ruleset.children(Simservs.policy("rule")).map(PolicyRule.init)
    }

    var conditions: [XMLElement] { element.child(Simservs.policy("conditions"))?.children ?? [] }
    var actions: [XMLElement] { element.child(Simservs.policy("actions"))?.children ?? [] }

    /// Kept for later (TS 24.604 4.9.1.3).
    var isDeactivated: Bool { conditions.contains { $0.name == Self.deactivated } }

    private static let deactivated = Simservs.name("rule-deactivated")

    /// The conditions that say when, by their local names; nil where one is not in the services'
    /// own namespace or has a content.
    var reasons: Set<String>? {
        var reasons: Set<String> = []
        for condition in conditions where condition.name != Self.deactivated {
            guard condition.name.namespace == Simservs.namespace, condition.trimmedText.isEmpty
            else { return nil }
            reasons.insert(condition.name.local)
        }
        return reasons
    }

    /// What an action of the rule says; nil where there is none of the name.
    func action(_ name: String) -> XMLElement? {
        actions.first { $0.name == Simservs.name(name) }
    }

    func setDeactivated(_ isDeactivated: Bool) {
        guard isDeactivated != self.isDeactivated else { return }
        if isDeactivated {
            part("conditions", at: 0).addChild(Self.deactivated, at: 0)
        } else {
            for condition in conditions where condition.name == Self.deactivated {
                condition.remove()
            }
        }
    }

    /// Adds a rule with an identifier that the ruleset does not have yet.
    static func add(
        to service: XMLElement, id: String, reason: String?, at place: Int? = nil
    ) -> PolicyRule {
        let rulesetName = Simservs.policy("ruleset")
        let ruleset = service.child(rulesetName) ?? service.addChild(rulesetName)
        let taken = Set(ruleset.children.compactMap { $0.attribute(XMLName("id")) })
        var free = id
        var number = 2
        while taken.contains(free) {
            free = "\(id)-\(number)"
            number += 1
        }
        let rule = PolicyRule(element: ruleset.addChild(Simservs.policy("rule"), at: place))
        rule.element.setAttribute(XMLName("id"), to: free)
        let conditions = rule.part("conditions", at: 0)
        if let reason { conditions.addChild(Simservs.name(reason)) }
        return rule
    }

    /// The action's element, made where there is none.
    func madeAction(_ name: String) -> XMLElement {
        action(name) ?? part("actions", at: 1).addChild(Simservs.name(name))
    }

    private func part(_ name: String, at place: Int) -> XMLElement {
        let name = Simservs.policy(name)
        return element.child(name) ?? element.addChild(name, at: place)
    }
}
