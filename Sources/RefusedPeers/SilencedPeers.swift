package import NetworkAddresses
package import NodeConfiguration

/// The sources that an operator does not want to see among the refused: one address a line in a
/// file of the data directory.
package struct SilencedPeers: Sendable {
    package let path: String

    package init(directory: String) {
        path =
            directory.hasSuffix("/") ? directory + "silenced_peers" : directory + "/silenced_peers"
    }

    /// The list is for people: whoever is flooded silences nobody one by one.
    package static let most = 10_000

    /// - Throws: where the file is there and cannot be read.
    package func read() throws(TrunksFileError) -> Set<IPAddress> {
        let file = try ReplaceableFile(path)
        return Set(Self.addresses(file.bytes))
    }

    /// What came of a wish.
    package enum Outcome: Hashable, Sendable {
        case done
        /// It was so already.
        case unchanged
        /// No more than `most` are kept.
        case full
    }

    package func silence(
        _ source: IPAddress, _ isSilenced: Bool
    ) throws(TrunksFileError) -> Outcome {
        var file = try ReplaceableFile(path)
        var addresses = Self.addresses(file.bytes)
        guard addresses.contains(source) != isSilenced else { return .unchanged }
        if isSilenced {
            guard addresses.count < Self.most else { return .full }
            addresses.append(source)
        } else {
            addresses.removeAll { $0 == source }
        }
        let text = addresses.map { "\($0)\n" }.joined()
        try file.replace(with: Array(text.utf8))
        return .done
    }

    private static func addresses(_ octets: [UInt8]) -> [IPAddress] {
        octets.split(separator: UInt8(ascii: "\n")).compactMap {
            IPAddress(String(decoding: $0, as: UTF8.self))
        }
    }
}
