package import Troubleshooting

/// What has arrived at the node's sockets.
package struct ArrivalFacts: Hashable, Sendable {
    /// Since the start of the node.
    package var messages: UInt64
    /// Octets that were no SIP, or too many at once, since the start.
    package var discarded: UInt64
    /// The newest calls and messages that trunks brought, as far as the node remembers.
    package var fromTrunks: [CallSummary]
    /// Nil where nobody waited.
    package var watch: ArrivalWatch?

    package init(
        messages: UInt64 = 0, discarded: UInt64 = 0, fromTrunks: [CallSummary] = [],
        watch: ArrivalWatch? = nil
    ) {
        self.messages = messages
        self.discarded = discarded
        self.fromTrunks = fromTrunks
        self.watch = watch
    }
}
