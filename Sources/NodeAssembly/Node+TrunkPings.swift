import Determinism
import IMSEngine
import NetworkAddresses
import NodeConfiguration
import SIPTransports

/// Asking trunks by OPTIONS whether they are there.
extension Node {
    /// Looks once a second who is to be asked, until cancelled.
    func watchTrunks() async {
        while !Task.isCancelled {
            askTrunks()
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private func askTrunks() {
        telemetry.pings.plan(pingedPeers)
        for target in telemetry.pings.due(at: NodeClock.now().instant) {
            mailbox.post(.probe(target))
        }
    }

    /// Single addresses, and those that host names stand for now: of a network nobody knows who is
    /// there.
    private var pingedPeers: [TrunkPings.Peer: Interval] {
        var peers: [TrunkPings.Peer: Interval] = [:]
        for trunk in trust.trunks {
            guard let seconds = settings.watching.trunkPings.seconds(for: trunk.name) else {
                continue
            }
            for address in trunk.entries.flatMap(addresses) {
                peers[TrunkPings.Peer(trunk: trunk.name, address: address)] = .seconds(
                    Int64(seconds))
            }
        }
        return peers
    }

    private func addresses(of entry: TrunkEntry) -> [IPAddress] {
        switch entry.kind {
        case .prefix(let prefix): prefix.isHost ? [prefix.address] : []
        case .hostName(let name): trust.addresses[name] ?? []
        }
    }

    /// What the peers of an entry answered, for the status.
    func pingTexts(of entry: TrunkEntry, trunk: String) -> [String] {
        let addresses = Set(addresses(of: entry))
        return telemetry.pings.all.filter {
            $0.peer.trunk == trunk && addresses.contains($0.peer.address)
        }.map { "\($0.peer.address) \($0.state.sentence)" }
    }
}
