package import Provisioning

/// A source whose requests were refused, as an operator decides about it.
package struct RefusedPeer: Codable, Hashable, Sendable {
    /// The address, without port.
    package var source: String
    /// Within the last day.
    package var count: Int
    /// - Units: microseconds since 1970.
    package var firstSeen: Int64
    package var lastSeen: Int64
    /// `OutcomeReason`'s code and what it means.
    package var reason: String
    package var explanation: String
    /// Of the last refusals, newest first: `INVITE sip:15551000000@example.com`; at most ten.
    package var asked: [String]
    /// Why it may be meant to be let in, a sentence each: `in the same network as 81.201.82.45 of
    /// the preset voxbone`.
    package var nearMisses: [String]
    /// The command or the line that would let it in, or mend what is wrong.
    package var remedy: String
    /// An operator does not want to see it.
    package var isSilenced: Bool
    /// False where trusting the address would not help: a wrong password, a foreign domain.
    package var canBeAllowed: Bool

    package init(
        source: String, count: Int, firstSeen: Int64, lastSeen: Int64, reason: String,
        explanation: String, asked: [String], nearMisses: [String], remedy: String,
        isSilenced: Bool, canBeAllowed: Bool
    ) {
        self.source = source
        self.count = count
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.reason = reason
        self.explanation = explanation
        self.asked = asked
        self.nearMisses = nearMisses
        self.remedy = remedy
        self.isSilenced = isSilenced
        self.canBeAllowed = canBeAllowed
    }
}

/// Who was refused, and what an operator decides about it. Nothing is ever allowed by itself.
package protocol RefusalDesk: Sendable {
    /// Most refused first; the silenced last.
    func refusedPeers() async throws(ProvisioningError) -> [RefusedPeer]

    /// Adds the address to a trunk of the trunks file, a new one or one that is there.
    func allow(_ source: String, onTrunk name: String, by author: Author)
        async throws(ProvisioningError)

    /// Hides it from the list until it is unsilenced; what is refused stays refused.
    func silence(_ source: String, _ isSilenced: Bool, by author: Author)
        async throws(ProvisioningError)
}
