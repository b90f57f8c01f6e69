import DNSResolver
import Foundation
import NetworkAddresses
import SIPTransports

/// Trunks that are trusted by host name: their addresses are asked for again when the DNS says they
/// may have changed.
extension Node {
    /// Asks for every name once, in parallel, and takes over what is new.
    ///
    /// - Returns: seconds until the earliest answer expires, between 1 and 60.
    @discardableResult
    func resolveTrustedNames() async -> Int64 {
        let wanted = trust.hostNames
        guard !wanted.isEmpty else {
            trust.addresses = [:]
            return 60
        }
        var wait: Int64 = 60
        var found = trust.addresses.filter { wanted.contains($0.key) }
        let names = names
        await withTaskGroup(of: (String, AddressOutcome).self) { group in
            for name in wanted { group.addTask { (name, await names.addresses(of: name)) } }
            for await (name, outcome) in group {
                switch outcome {
                case .found(let addresses, let ttl):
                    let sorted = Array(Set(addresses)).sorted { $0.bits < $1.bits }
                    report(name, from: found[name] ?? [], to: sorted)
                    trust.left(name, for: sorted, at: NodeClock.now().wall)
                    found[name] = sorted
                    wait = min(wait, max(Int64(ttl), 1))
                case .nothing:
                    report(name, from: found[name] ?? [], to: [])
                    trust.left(name, for: [], at: NodeClock.now().wall)
                    found[name] = []
                    wait = min(wait, 10)
                case .unavailable:
                    // The name servers are silent: what was trusted stays so.
                    logger.warning(
                        "trust: the name servers do not answer", metadata: ["name": "\(name)"])
                    wait = min(wait, 5)
                }
            }
        }
        if found != trust.addresses {
            trust.addresses = found
            takeOverSettings()
        }
        return wait
    }

    /// Keeps asking until cancelled; a changed configuration asks at once by itself.
    func watchTrustedNames() async {
        while !Task.isCancelled {
            let wait = await resolveTrustedNames()
            try? await Task.sleep(for: .seconds(wait))
        }
    }

    private func report(_ name: String, from old: [IPAddress], to new: [IPAddress]) {
        guard old != new else { return }
        let added = new.filter { !old.contains($0) }.map(\.description).joined(separator: ",")
        let removed = old.filter { !new.contains($0) }.map(\.description).joined(separator: ",")
        logger.notice(
            "trust changed: \(name) resolves differently",
            metadata: ["added": "\(added)", "removed": "\(removed)"])
    }
}
