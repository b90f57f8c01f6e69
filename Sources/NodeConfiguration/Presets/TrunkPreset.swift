/// The published addresses of a trunk provider and the manners of its messages, with where they
/// come from and how old they are.
package struct TrunkPreset: Sendable, Equatable {
    /// A group of addresses with one purpose.
    package struct Group: Sendable, Equatable {
        package let purpose: String
        package let peers: [String]
    }

    /// Also the name of the trunk it makes, unless another is given.
    package let name: String
    package let provider: String
    /// What a trunk of it trusts.
    package let groups: [Group]
    /// Where its sound comes from: worth knowing for a firewall, and never trusted for signalling.
    package let media: [String]
    /// Addresses that others name as its own; not trusted either.
    package let unconfirmed: [String]
    /// How old the list is and how far it can be believed.
    package let asOf: String
    /// Who published it, and where.
    package let sources: [String]
    /// What an operator should know before relying on it; none of it is trusted by the preset.
    package let cautions: [String]
    package let dialect: Dialect
    /// The file of an operator; nil for one that is part of this release.
    package let origin: ConfigurationOrigin?

    package var peers: [String] { groups.flatMap(\.peers) }

    /// What its peers mean; they were checked when it was read.
    package var entries: [TrunkEntry] { Self.entries(of: peers) }

    package static func entries(of peers: [String]) -> [TrunkEntry] {
        peers.compactMap { try? TrunkEntry.read($0).entry }
    }
}
