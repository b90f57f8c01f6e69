import NetworkAddresses
package import Subscribers

/// A socket that plays a caller for a while, and what is different for its requests alone.
///
/// Known in memory alone, so nothing of it is left in a store whatever ends it. Nobody else's
/// requests are treated otherwise while it plays.
package struct StagedParty: Hashable, Sendable {
    /// The registered subscriber that its requests are from; nil for a trunk or a stranger, whose
    /// address says who they are.
    package var caller: SubscriberRecord?
    /// Rung in the place of the contacts of whomever it calls; nil rings those.
    package var phone: Binding?

    package init(caller: SubscriberRecord? = nil, phone: Binding? = nil) {
        self.caller = caller
        self.phone = phone
    }
}

extension Engine {
    func stagedParty(behind request: Request) -> StagedParty? {
        settings.stage.isEmpty ? nil : settings.stage[request.flow.remote]
    }
}
