package import Determinism
package import Subscribers

/// Which of a subscriber's contacts a request goes to. TS 24.229 5.4.3.3, RFC 3261 16.5.
package enum BindingSelection {
    /// A request is forked to no more contacts than this.
    package static let limit = 10

    /// The contacts that are current, highest q first, latest registered first among equals.
    package static func targets(of record: SubscriberRecord, at now: WallTime) -> [Binding] {
        if record.bindings.count == 1 {
            return record.bindings[0].expires > now ? record.bindings : []
        }
        let current = record.bindings.filter { $0.expires > now }
        return Array(
            current.sorted { ($0.q, $0.registered) > ($1.q, $1.registered) }.prefix(limit))
    }
}
