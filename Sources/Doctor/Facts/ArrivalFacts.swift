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
    package var watch: Watch?

    /// What was seen while somebody waited for the provider's packet.
    package struct Watch: Hashable, Sendable {
        package var seconds: Int
        /// Calls, messages and keep-alives of trunks and strangers.
        package var seen: [CallSummary]
        /// Messages of anybody, phones included.
        package var messages: UInt64

        package init(seconds: Int, seen: [CallSummary], messages: UInt64) {
            self.seconds = seconds
            self.seen = seen
            self.messages = messages
        }
    }

    package init(
        messages: UInt64 = 0, discarded: UInt64 = 0, fromTrunks: [CallSummary] = [],
        watch: Watch? = nil
    ) {
        self.messages = messages
        self.discarded = discarded
        self.fromTrunks = fromTrunks
        self.watch = watch
    }
}
