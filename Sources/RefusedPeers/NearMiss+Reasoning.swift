package import NetworkAddresses
import NodeConfiguration

extension AdmissionFacts {
    /// Everything that speaks for a source which no trunk has, the strongest first.
    ///
    /// - Parameter placesCalls: it asked for something else than REGISTER.
    /// - Cost: O(entries of all trunks and presets).
    package func nearMisses(of source: IPAddress, placesCalls: Bool = true) -> [NearMiss] {
        if let (trunk, entry) = trust(in: source) {
            return [
                NearMiss(
                    .trustedByNow,
                    "it is trusted by now, by \(entry.text) of the trunk \(trunk.name)"
                        + " (\(trunk.origin)): what was refused came before",
                    remedy: "nothing is left to do; have it call again")
            ]
        }
        var found = filesThatMeant(source) + presetsThatHave(source)
        // Who stands in a file or a list is no misspelling of somebody else, and a neighbour
        // anyway.
        if found.isEmpty { found += written(wrongly: source) }
        found += formerAddresses(source)
        if !found.contains(where: { $0.kind != .mediaAddress }) { found += neighbours(of: source) }
        found += translations(source)
        if found.isEmpty, placesCalls { found += namesWithoutAddress(source) }
        return found.enumerated().sorted {
            (Self.rank($0.element.kind), $0.offset) < (Self.rank($1.element.kind), $1.offset)
        }.map(\.element)
    }

    private static func rank(_ kind: NearMiss.Kind) -> Int {
        NearMiss.Kind.allCases.firstIndex(of: kind) ?? 0
    }

    // MARK: - The files

    private func filesThatMeant(_ source: IPAddress) -> [NearMiss] {
        var found: [NearMiss] = []
        if let (trunk, entry) = writtenTrust(in: source) {
            let what = "it is \(entry.text) of the trunk \(trunk.name) in \(trunk.origin)"
            if let first = mistakes.first {
                found.append(
                    NearMiss(
                        .keptFromForce,
                        what + ", which is not in force because of a mistake: \(first.origin):"
                            + " \(first.what)",
                        remedy: "mend \(first.origin): \(first.remedy)"))
            } else {
                found.append(
                    NearMiss(
                        .keptFromForce, what + ", which is not in force yet",
                        remedy: "kill -HUP the node, or wait a second and have it call again"))
            }
        }
        for mention in mentions where mention.prefixes.contains(where: { $0.contains(source) }) {
            // A good entry of a line with a mistake is told above.
            if found.isEmpty { found.append(Self.meaning(of: mention, source)) }
        }
        return found
    }

    private static func meaning(
        of mention: ConfigurationMention, _ source: IPAddress
    ) -> NearMiss {
        switch mention.cause {
        case .mistake(let what, let remedy):
            NearMiss(
                .lineWithMistake, "it stands in \(mention.origin), which has a mistake: \(what)",
                remedy: "mend \(mention.origin): \(remedy)")
        case .comment:
            NearMiss(
                .lineWithoutEffect, "it stands in a comment, \(mention.origin)",
                remedy: "take the # away in \(mention.origin) if it should count")
        case .unknownOption(let name, let nearest):
            NearMiss(
                .lineWithoutEffect,
                "it stands in \(mention.origin) as \(name), which is no option",
                remedy: "write \(nearest ?? TrunkDefinition.optionName)= in \(mention.origin)")
        case .overridden(let later):
            NearMiss(
                .lineWithoutEffect,
                "it stands in \(mention.origin), but \(later) sets \(TrunkDefinition.optionName)"
                    + " again and counts alone",
                remedy: "add \(source) to \(TrunkDefinition.optionName) in \(later)")
        }
    }

    // MARK: - Host names

    private func formerAddresses(_ source: IPAddress) -> [NearMiss] {
        trunks.flatMap { trunk in
            trunk.entries.compactMap { entry in
                guard case .hostName(let name) = entry.kind, former[name]?[source] != nil else {
                    return nil
                }
                let now = (resolved[name] ?? []).map(\.description).joined(separator: ", ")
                return NearMiss(
                    .formerAddress,
                    "the host name \(name) of the trunk \(trunk.name) stood for it before, and now"
                        + " stands for \(now.isEmpty ? "nothing" : now)",
                    remedy: "if the provider still sends from it:"
                        + " \(admission(of: source, to: trunk))")
            }
        }
    }

    private func namesWithoutAddress(_ source: IPAddress) -> [NearMiss] {
        trunks.flatMap { trunk in
            trunk.entries.compactMap { entry in
                guard case .hostName(let name) = entry.kind, (resolved[name] ?? []).isEmpty else {
                    return nil
                }
                return NearMiss(
                    .nameWithoutAddress,
                    "the host name \(name) of the trunk \(trunk.name) (\(trunk.origin)) has no"
                        + " address now, and may be meant to stand for it",
                    remedy: "see what the DNS says: dig \(name); or, if it is the provider,"
                        + " \(admission(of: source, to: trunk))")
            }
        }
    }

    // MARK: - Addresses that hide another

    private func translations(_ source: IPAddress) -> [NearMiss] {
        if own.contains(source) || source.isLoopback {
            return [
                NearMiss(
                    .thisNode,
                    "it is an address of this machine: a program here calls, or a proxy or a"
                        + " translation on this machine hides who does",
                    remedy: "have the proxy keep the source address; trust it only if nobody else"
                        + " reaches the node through it: \(Self.admission(of: source))")
            ]
        }
        if let embedded = source.embeddedV4 {
            let near = nearMisses(of: embedded)
            let why = near.first.map { ", and of that one: \($0.sentence)" } ?? ""
            return [
                NearMiss(
                    .translated, "it is \(embedded) behind a translation to IPv6" + why,
                    remedy: Self.admission(of: source))
            ]
        }
        guard source.isPrivate else { return [] }
        return [
            NearMiss(
                .privateAddress,
                "it is a private address: a provider on the Internet that arrives with it comes"
                    + " through a translation (NAT, load balancer, container bridge), which hides"
                    + " who sends",
                remedy: "have the translation keep the source address (such as a container with"
                    + " --network host); trust it only if nobody else comes through it:"
                    + " \(Self.admission(of: source))")
        ]
    }
}

extension IPAddress {
    /// The IPv4 address within one of NAT64 (RFC 6052) or 6to4 (RFC 3056).
    var embeddedV4: IPAddress? {
        if bits >> 32 == 0x0064_FF9B_0000_0000_0000_0000 {
            return IPAddress(v4: UInt32(truncatingIfNeeded: bits))
        }
        return bits >> 112 == 0x2002 ? IPAddress(v4: UInt32(truncatingIfNeeded: bits >> 80)) : nil
    }

    /// RFC 1918, RFC 6598, RFC 3927, RFC 4193 and RFC 4291 2.5.6.
    var isPrivate: Bool {
        guard let v4 else { return bits >> 121 == 0x7E || bits >> 118 == 0x3FA }
        return v4 >> 24 == 10 || v4 >> 20 == 0xAC1 || v4 >> 16 == 0xC0A8 || v4 >> 22 == 0x191
            || v4 >> 16 == 0xA9FE
    }
}
