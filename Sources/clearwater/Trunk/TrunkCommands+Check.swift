import ArgumentParser
import Foundation
import NetworkAddresses
import NodeConfiguration
import NodeControl
import RefusedPeers

extension TrunkCommands {
    /// Says whether an address is trusted.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether requests from an address are taken now, and by which entry.",
            discussion: """
                Asks the running node; without one, the configuration files say what a node would \
                do, with host names resolved now. The status is 0 where the address is trusted and \
                1 where it is not.

                  clearwater trunk check 192.0.2.10
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        @Argument(
            help: ArgumentHelp(
                "The IPv4 or IPv6 address that packets come from.", valueName: "ADDRESS"))
        var address: String

        func run() throws {
            guard let source = IPAddress(address) else {
                throw Complaint(
                    "\(address): is not an address; write one such as 192.0.2.10 or 2001:db8::10")
            }
            let (verdict, witness) = try verdict(on: source)
            if listing.isJSON {
                say(try Answer(verdict, witness, nearMisses(verdict)).json())
            } else {
                say(text(verdict, witness))
            }
            if verdict.trust == nil { throw ExitCode.failure }
        }

        private func verdict(on source: IPAddress) throws -> (TrustVerdict, String) {
            do {
                let reply = try ControlClient(directory: directories.dataPath).call(
                    .checkTrust(address: "\(source)"))
                switch reply {
                case .trust(let verdict): return (verdict, "the running node")
                case .failed(let reason): throw Complaint(reason)
                default:
                    throw ControlError.badReply(path: directories.dataPath)
                }
            } catch ControlError.noNode {
                mention("no node is running on \(directories.dataPath); this is what the files say")
                return (
                    FileTrust(try directories.settings().trunks).verdict(on: source),
                    "the configuration files"
                )
            }
        }

        /// What speaks for a source that is not trusted, by the files.
        private func nearMisses(_ verdict: TrustVerdict) -> [NearMiss] {
            guard verdict.trust == nil, let source = IPAddress(verdict.address) else { return [] }
            return AdmissionFacts(directories.configuration).nearMisses(of: source)
        }

        private func text(_ verdict: TrustVerdict, _ witness: String) -> String {
            var lines: [String] = []
            if let trust = verdict.trust {
                let origin = trust.origin.map { ", \($0)" } ?? ""
                lines.append(
                    "\(verdict.address) is trusted by \(trust.entry) of trunk \(trust.trunk)\(origin)"
                )
            } else {
                lines.append(
                    "\(verdict.address) is not trusted: \(witness) would answer its requests with 403 Forbidden"
                )
                let near = nearMisses(verdict)
                lines += near.map { "but \($0.sentence)" }
                let remedy = near.lazy.compactMap(\.remedy).first
                lines.append(
                    "to trust it: \(remedy ?? "clearwater trunk add NAME \(verdict.address)")")
            }
            if !verdict.unresolvedNames.isEmpty {
                lines.append(
                    "host names without an address now: \(verdict.unresolvedNames.joined(separator: ", "))"
                )
            }
            return lines.joined(separator: "\n")
        }

        private struct Answer: Encodable {
            let address: String
            let isTrusted: Bool
            let by: TrustVerdict.Trust?
            let unresolvedNames: [String]
            let asked: String
            let nearMisses: [String]

            init(_ verdict: TrustVerdict, _ witness: String, _ near: [NearMiss]) {
                address = verdict.address
                isTrusted = verdict.trust != nil
                by = verdict.trust
                unresolvedNames = verdict.unresolvedNames
                asked = witness
                nearMisses = near.map(\.sentence)
            }
        }
    }
}

/// Whom the configuration files would trust, host names resolved as the system does it.
struct FileTrust {
    private let trunks: [TrunkDefinition]

    init(_ trunks: [TrunkDefinition]) { self.trunks = trunks }

    /// The narrowest network that holds the address counts, as in a running node; host names come
    /// after networks of one address.
    func verdict(on source: IPAddress) -> TrustVerdict {
        var best: (length: Int, trust: TrustVerdict.Trust)?
        var unresolved: [String] = []
        for trunk in trunks {
            for entry in trunk.entries {
                let prefixes: [IPPrefix]
                switch entry.kind {
                case .prefix(let prefix): prefixes = [prefix]
                case .hostName(let name):
                    prefixes = Self.addresses(of: name).map { IPPrefix(host: $0) }
                    if prefixes.isEmpty { unresolved.append(name) }
                }
                for prefix in prefixes
                where prefix.contains(source) && prefix.length > best?.length ?? -1 {
                    let trust = TrustVerdict.Trust(
                        trunk: trunk.name, entry: entry.text, origin: trunk.origin.description)
                    best = (prefix.length, trust)
                }
            }
        }
        return TrustVerdict(address: "\(source)", trust: best?.trust, unresolvedNames: unresolved)
    }

    private static func addresses(of name: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        return sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap {
            entry in
            guard let info = entry?.pointee, let address = info.ai_addr else { return nil }
            var text = [CChar](repeating: 0, count: 64)
            let isNumeric =
                getnameinfo(address, info.ai_addrlen, &text, 64, nil, 0, NI_NUMERICHOST) == 0
            guard isNumeric else { return nil }
            return IPAddress(
                String(
                    decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
    }
}
