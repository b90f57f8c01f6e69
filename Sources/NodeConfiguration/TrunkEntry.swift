package import NetworkAddresses

/// One peer of a trunk: an address, a network, or a name that stands for addresses.
package struct TrunkEntry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Any source within it is trusted; a single address is a prefix of full length.
        case prefix(IPPrefix)
        /// The addresses that DNS gives for it now are trusted; lower case, no full stop at its
        /// end.
        case hostName(String)
    }

    package let kind: Kind
    /// As the operator wrote it.
    package let text: String

    package init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }
}

extension TrunkEntry: CustomStringConvertible {
    /// The entry in its canonical form, without a port.
    package var description: String {
        switch kind {
        case .prefix(let prefix): prefix.description
        case .hostName(let name): name
        }
    }
}

/// A named set of peers that are trusted to bring calls and messages.
package struct TrunkDefinition: Hashable, Sendable {
    /// The name that the option `trusted_peers` has as a trunk; no trunk of the file `trunks` may
    /// take it.
    package static let optionName = "trusted_peers"

    package let name: String
    package let entries: [TrunkEntry]
    /// Where it stands; the first line if a name stands on several.
    package let origin: ConfigurationOrigin

    package init(name: String, entries: [TrunkEntry], origin: ConfigurationOrigin) {
        self.name = name
        self.entries = entries
        self.origin = origin
    }
}
