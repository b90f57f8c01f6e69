import XMLDocuments

/// Which conditions and actions a rule may have: what XSD cannot say, since rules are open to
/// elements of every foreign namespace and the services' own is one of them.
enum RuleVocabulary {
    /// Conditions without content (TS 24.604 4.9.1.3, TS 24.611 4.9.1.3).
    static let emptyConditions = [
        "anonymous", "busy", "communication-diverted", "international", "international-exHC",
        "no-answer", "not-reachable", "not-registered", "roaming", "rule-deactivated",
    ]
    private static let conditions = Set(emptyConditions + ["media", "presence-status"])
    private static let actions = [
        "communication-diversion": ["forward-to", "NoReplyTimer"],
        "incoming-communication-barring": ["allow"],
        "outgoing-communication-barring": ["allow"],
    ]

    static func mistakes(in simservs: XMLElement) -> [XMLMistake] {
        var mistakes: [XMLMistake] = []
        for service in simservs.children {
            let allowed = actions[service.name.local] ?? []
            for rule in PolicyRule.rules(of: service) {
                for condition in rule.conditions
                where isOwn(condition) && !conditions.contains(condition.name.local) {
                    mistakes.append(
                        mistake(condition, "is not known as a condition of a rule"))
                }
                for action in rule.actions where isOwn(action) {
                    guard allowed.contains(action.name.local) else {
                        mistakes.append(
                            mistake(action, "is not an action of \(service.name.local)"))
                        continue
                    }
                    if let target = action.child(Simservs.name("target")),
                        let reason = fault(ofTarget: target.trimmedText)
                    {
                        mistakes.append(mistake(target, reason))
                    }
                }
            }
        }
        return mistakes
    }

    /// Clients leave the target empty while a rule is not in use.
    private static func fault(ofTarget text: String) -> String? {
        if text.isEmpty || DiversionTarget(uri: text) != nil { return nil }
        return "'\(text.prefix(80))' is neither a number nor a SIP or tel URI"
    }

    private static func isOwn(_ element: XMLElement) -> Bool {
        element.name.namespace == Simservs.namespace
    }

    private static func mistake(_ element: XMLElement, _ reason: String) -> XMLMistake {
        XMLMistake(.schema, line: element.line, "Element 'ss:\(element.name.local)': \(reason)")
    }
}
