/// What was seen while somebody waited for a provider's packet.
package struct ArrivalWatch: Codable, Hashable, Sendable {
    /// How long it was waited.
    package var seconds: Int
    /// Calls, messages and keep-alives of trunks and strangers.
    package var seen: [CallSummary]
    /// Messages of anybody, phones included.
    package var messages: UInt64
    /// False where only counters could be watched.
    package var isTraced: Bool

    package init(seconds: Int, seen: [CallSummary], messages: UInt64, isTraced: Bool = true) {
        self.seconds = seconds
        self.seen = seen
        self.messages = messages
        self.isTraced = isTraced
    }
}
