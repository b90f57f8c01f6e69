import NetworkAddresses

/// Why an entry of a trunk is not trusted, and what to write instead.
package struct TrunkEntryFault: Error, Hashable, Sendable {
    /// Without a full stop; names the entry.
    package let what: String
    package let remedy: String
}

extension TrunkEntry {
    /// Reads one entry: an address, a CIDR network, or a host name; the first and the last may
    /// carry a port.
    ///
    /// Stricter than the sum of its forms where trust would reach further than the eye sees: host
    /// bits, networks of length 0, and IPv6 networks that would hold all of IPv4 are refused.
    /// - Returns: the entry, and the port if one was written, which changes nothing.
    package static func read(
        _ text: String
    ) throws(TrunkEntryFault) -> (entry: TrunkEntry, ignoredPort: UInt16?) {
        if let slash = text.firstIndex(of: "/"), !text.contains("://") {
            let prefix = try network(text, slash: slash)
            return (TrunkEntry(kind: .prefix(prefix), text: text), nil)
        }
        if let address = IPAddress(text) {
            let prefix = IPPrefix(host: try source(address, text))
            return (TrunkEntry(kind: .prefix(prefix), text: text), nil)
        }
        if let name = HostName(text) {
            return (TrunkEntry(kind: .hostName(name.text), text: text), nil)
        }
        // One colon, or a bracket before the last one: otherwise the colons belong to an address.
        if let colon = text.lastIndex(of: ":"),
            text[..<colon].hasSuffix("]")
                || text.firstIndex(of: ":") == colon
        {
            let host = text[..<colon]
            let digits = text[text.index(after: colon)...]
            let kind: Kind? =
                if let address = IPAddress(host) {
                    .prefix(IPPrefix(host: try source(address, text)))
                } else if let name = HostName(host) {
                    .hostName(name.text)
                } else {
                    nil
                }
            if let kind {
                guard let port = UInt16(decimal: digits) else {
                    // `sip:192.0.2.1` is not a host called sip.
                    if case .hostName = kind { throw unreadable(text) }
                    throw TrunkEntryFault(
                        what: "\(text.inReport) ends in something that is not a port",
                        remedy: "Write \(host) alone; ports are not compared.")
                }
                return (TrunkEntry(kind: kind, text: text), port)
            }
        }
        throw unreadable(text)
    }

    /// Refuses addresses that no packet of a peer can come from.
    private static func source(
        _ address: IPAddress, _ text: String
    ) throws(TrunkEntryFault) -> IPAddress {
        if address.isUnspecified || address.isMulticast {
            throw TrunkEntryFault(
                what: "\(text.inReport) is not an address that a packet can come from",
                remedy: "Write the address that the peer sends from.")
        }
        return address
    }

    private static func network(
        _ text: String, slash: String.Index
    ) throws(TrunkEntryFault) -> IPPrefix {
        let digits = text[text.index(after: slash)...]
        guard let address = IPAddress(text[..<slash]) else { throw unreadable(text) }
        // ::ffff:192.0.2.0/120 is IPv4 counted in IPv6 bits.
        let isWrittenV6 = text[..<slash].contains(":")
        let width = isWrittenV6 ? 128 : 32
        guard let length = UInt16(decimal: digits), Int(length) <= width else {
            throw TrunkEntryFault(
                what: "\(text.inReport) has no length from 1 to \(width) after its \"/\"",
                remedy: "Write the number of leading bits, such as \(isWrittenV6 ? "/64" : "/24").")
        }
        let ownLength = Int(length) - (isWrittenV6 && address.isV4 ? 96 : 0)
        guard length > 0, ownLength > 0, let prefix = IPPrefix(address, length: ownLength) else {
            throw TrunkEntryFault(
                what: "\(text.inReport) would trust everyone",
                remedy: "Name the networks that the peer sends from.")
        }
        guard address.isV4 || !prefix.contains(IPAddress(v4: 0)) else {
            throw TrunkEntryFault(
                what: "\(text.inReport) would trust all of IPv4",
                remedy: "Write a network within 2000::/3, and IPv4 networks by themselves.")
        }
        guard prefix.address == address else {
            throw TrunkEntryFault(
                what: "\(text.inReport) has bits set beyond its length",
                remedy: "Write \(prefix) for the network, or \(address) for the one address.")
        }
        if prefix.isHost { _ = try source(address, text) }
        guard !address.isMulticast else {
            throw TrunkEntryFault(
                what: "\(text.inReport) is a multicast network, and no packet can come from there",
                remedy: "Write the network that the peer sends from.")
        }
        return prefix
    }

    /// Guesses what was meant, for the remedy alone.
    private static func unreadable(_ text: String) -> TrunkEntryFault {
        let lower = text.lowercased()
        let remedy =
            if lower.hasPrefix("sip:") || lower.hasPrefix("sips:") || text.contains("@")
                || text.contains("://")
            {
                "Write the host alone, without a scheme, a user or parameters."
            } else if text.contains(where: { $0 == " " || $0 == "\t" || $0 == ";" }) {
                "Separate entries by commas."
            } else if text.contains("%") {
                "Write the address without its zone."
            } else if text.contains("*") {
                "Write a network with its length, such as 192.0.2.0/24."
            } else if text.utf8.contains(where: { $0 >= 0x80 }) {
                "Write an international name in its ASCII form (xn--…)."
            } else if text.utf8.allSatisfy({
                $0.isASCIIDigit || $0 == 0x2E || $0 == 0x2D || $0 == 0x2F
            }) {
                "Write four numbers from 0 to 255, or a network with its length, such as"
                    + " 192.0.2.0/24."
            } else {
                "Write an IPv4 or IPv6 address, a network such as 192.0.2.0/24, or a host name."
            }
        return TrunkEntryFault(
            what: "\(text.inReport) is not an address, a network or a host name", remedy: remedy)
    }
}

extension UInt16 {
    /// Decimal digits alone, at most five; no sign.
    init?(decimal text: some StringProtocol) {
        let digits = text.utf8
        guard (1...5).contains(digits.count), digits.allSatisfy(\.isASCIIDigit),
            let value = UInt16(String(text))
        else { return nil }
        self = value
    }
}

extension IPAddress {
    /// True for 224.0.0.0 and above (multicast, reserved, broadcast) and for ff00::/8.
    var isMulticast: Bool { v4.map { $0 >> 28 >= 14 } ?? (bits >> 120 == 0xFF) }
}
