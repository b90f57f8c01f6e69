package import WebServing
import XMLDocuments

/// The `<ServiceProfile>` document with the initial filter criteria of a profile (TS 29.228 annex B
/// and E).
///
/// It is checked so that a mistake meets who made it and not a call; what is kept is the document
/// itself.
package enum FilterCriteriaDocument {
    /// - Throws: 400 with the line of the first mistake.
    package static func check(_ octets: [UInt8]) throws(WebError) {
        let profile = try octets.rootElement(named: "ServiceProfile")
        try profile.checkChildren(
            once: ["CoreNetworkServicesAuthorization", "Extension"],
            often: ["PublicIdentity", "InitialFilterCriteria"])
        for criteria in profile.children(XMLName("InitialFilterCriteria")) {
            try checkCriteria(criteria)
        }
    }

    private static func checkCriteria(_ criteria: XMLElement) throws(WebError) {
        try criteria.checkChildren(once: [
            "Priority", "TriggerPoint", "ApplicationServer", "ProfilePartIndicator", "Extension",
        ])
        try criteria.required("Priority").number(in: 0...Int(Int32.max))
        if let part = criteria.child(XMLName("ProfilePartIndicator")) { try part.number(in: 0...1) }
        if let point = criteria.child(XMLName("TriggerPoint")) { try checkTriggerPoint(point) }
        try checkApplicationServer(criteria.required("ApplicationServer"))
    }

    private static func checkApplicationServer(_ server: XMLElement) throws(WebError) {
        try server.checkChildren(
            once: ["ServerName", "DefaultHandling", "ServiceInfo", "Extension"])
        let name = try server.required("ServerName")
        guard
            name.trimmedText.lowercased().hasPrefix("sip:")
                || name.trimmedText.lowercased().hasPrefix("sips:"), name.trimmedText.utf8.count > 5
        else { throw name.complaint("ServerName is to be a SIP URI, such as sip:as.example.com") }
        if let handling = server.child(XMLName("DefaultHandling")) {
            try handling.number(in: 0...1)
        }
    }

    private static func checkTriggerPoint(_ point: XMLElement) throws(WebError) {
        try point.checkChildren(once: ["ConditionTypeCNF", "Extension"], often: ["SPT"])
        _ = try point.required("ConditionTypeCNF").truthValue()
        for trigger in point.children(XMLName("SPT")) { try checkTrigger(trigger) }
    }

    /// One service point trigger: groups that it is in, and one condition.
    private static func checkTrigger(_ trigger: XMLElement) throws(WebError) {
        let conditions = [
            "RequestURI", "Method", "SIPHeader", "SessionCase", "SessionDescription",
        ]
        try trigger.checkChildren(
            once: conditions + ["ConditionNegated", "Extension"], often: ["Group"])
        if let negated = trigger.child(XMLName("ConditionNegated")) { _ = try negated.truthValue() }
        _ = try trigger.required("Group")
        for group in trigger.children(XMLName("Group")) {
            try group.number(in: 0...Int(Int32.max))
        }
        let found = trigger.children.filter { conditions.contains($0.name.local) }
        guard let condition = found.first, found.count == 1 else {
            throw trigger.complaint("SPT is to have one of \(conditions.joined(separator: ", "))")
        }
        try checkCondition(condition)
    }

    private static func checkCondition(_ condition: XMLElement) throws(WebError) {
        switch condition.name.local {
        case "SessionCase":
            try condition.number(in: 0...4)
        case "SIPHeader":
            try condition.checkChildren(once: ["Header", "Content", "Extension"])
            _ = try condition.required("Header")
        case "SessionDescription":
            try condition.checkChildren(once: ["Line", "Content", "Extension"])
            _ = try condition.required("Line")
        default:
            guard !condition.trimmedText.isEmpty else {
                throw condition.complaint("\(condition.name.local) is empty")
            }
        }
    }
}
