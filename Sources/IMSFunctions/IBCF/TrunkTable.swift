package import NetworkAddresses

/// Which sources are trusted, and as which trunk.
///
/// TS 24.229 5.10.1; the source address alone decides: the port and the transport play no part. The
/// longest prefix wins.
/// - Cost: one hash look-up a distinct prefix length, whatever the number of entries.
package struct TrunkTable: Sendable, Hashable {
    /// One trusted network of a trunk.
    package struct Entry: Sendable, Hashable {
        package var trunk: String
        package var prefix: IPPrefix
        /// The peer as the operator wrote it: an address, a network, or the host name that led
        /// here.
        package var text: String

        package init(trunk: String, prefix: IPPrefix, text: String) {
            self.trunk = trunk
            self.prefix = prefix
            self.text = text
        }
    }

    package let entries: [Entry]
    private let lengths: [Int]
    private let index: [IPPrefix: Int]

    /// Of two entries with the same network the first counts.
    package init(_ entries: [Entry]) {
        self.entries = entries
        var index: [IPPrefix: Int] = [:]
        for (place, entry) in entries.enumerated() where index[entry.prefix] == nil {
            index[entry.prefix] = place
        }
        self.index = index
        self.lengths = Set(entries.map(\.prefix.length)).sorted(by: >)
    }

    /// The place in `entries` of what makes this source trusted; nil for a stranger.
    package func match(_ source: IPAddress) -> Int? {
        for length in lengths {
            let network = IPPrefix(masking: source, length: length)
            if let place = index[network] { return place }
        }
        return nil
    }
}
