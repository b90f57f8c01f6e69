package import Troubleshooting

/// A trunk with what its peers stand for.
package struct TrunkFacts: Hashable, Sendable {
    package var name: String
    /// `FILE:LINE`; nil for one that is in memory alone.
    package var origin: String?
    package var peers: [Peer]

    package struct Peer: Hashable, Sendable {
        /// As it is written.
        package var entry: String
        /// What a host name stands for now; nil for an address or a network.
        package var addresses: [String]?

        package init(entry: String, addresses: [String]? = nil) {
            self.entry = entry
            self.addresses = addresses
        }
    }

    package init(name: String, origin: String?, peers: [Peer]) {
        self.name = name
        self.origin = origin
        self.peers = peers
    }
}

/// Who was refused, and what is known of what they asked for.
package struct RefusalFacts: Hashable, Sendable {
    package var peers: [RefusedPeer]
    /// The numbers among what they asked for that exist here.
    package var knownNumbers: Set<String>
    /// Of foreign hosts that they asked for: true where the DNS leads to this node.
    package var leadHere: [String: Bool]

    package init(
        peers: [RefusedPeer], knownNumbers: Set<String> = [], leadHere: [String: Bool] = [:]
    ) {
        self.peers = peers
        self.knownNumbers = knownNumbers
        self.leadHere = leadHere
    }
}
