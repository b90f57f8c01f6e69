package import Foundation
package import Troubleshooting

/// What a running node answers on its control socket; one line of JSON.
package enum ControlReply: Codable, Hashable, Sendable {
    case done
    case status(NodeStatus)
    case reloaded(ReloadOutcome)
    case trust(TrustVerdict)
    case refusedPeers([RefusedPeer])
    case doctor(DoctorReport)
    case calls(CallChanges)
    /// Nil where the node does not hold it (any more).
    case call(CallTrace?)
    /// Nil likewise.
    case file(Data?)
    case trunkTest(TrunkTestProgress)
    /// The node could not do it: what, where and what to do, in one line.
    case failed(reason: String)
}

/// What came of reading the configuration again.
package struct ReloadOutcome: Codable, Hashable, Sendable {
    /// False where mistakes left the previous settings in force.
    package var isInForce: Bool
    /// One line each: file, line, what is wrong, remedy.
    package var mistakes: [String]
    /// One line each, such as `trunk voxbone: added 192.0.2.1`.
    package var changes: [String]

    package init(isInForce: Bool, mistakes: [String], changes: [String]) {
        self.isInForce = isInForce
        self.mistakes = mistakes
        self.changes = changes
    }
}

/// Whether requests from an address are accepted, and by what.
package struct TrustVerdict: Codable, Hashable, Sendable {
    package var address: String
    /// Nil where the address is not trusted.
    package var trust: Trust?
    /// Host names among the peers that have no address now: they might have held the address.
    package var unresolvedNames: [String]

    package struct Trust: Codable, Hashable, Sendable {
        package var trunk: String
        /// The peer as the configuration has it: an address, a network or a host name.
        package var entry: String
        /// File and line; nil for a trunk that is in memory alone.
        package var origin: String?

        package init(trunk: String, entry: String, origin: String?) {
            self.trunk = trunk
            self.entry = entry
            self.origin = origin
        }
    }

    package init(address: String, trust: Trust?, unresolvedNames: [String] = []) {
        self.address = address
        self.trust = trust
        self.unresolvedNames = unresolvedNames
    }
}
