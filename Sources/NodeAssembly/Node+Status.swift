import Determinism
import Foundation
import IMSEngine
import NetworkAddresses
import NodeConfiguration
import NodeControl
import SIPTransportNIO
import SIPTransports
import Storage

/// How the node fares, in one value.
extension Node {
    /// The version of this node.
    package static var version: String { "0.1" }

    func status() async throws -> NodeStatus {
        let now = NodeClock.now()
        let load = try await load()
        let counters = try await counters()
        let counts = try database.counts(now: now.wall)
        return NodeStatus(
            version: Self.version, pid: getpid(),
            uptime: Int((now.instant - startedAt.instant).nanoseconds / 1_000_000_000),
            isDraining: isDraining,
            homeDomain: settings.homeDomain, configurationDirectory: directory.path,
            dataDirectory: database.directory,
            listeners: settings.advertisedListeners.map(\.listener).map {
                ListenerStatus(
                    transport: "\($0.transport.uriName)", address: "\($0.endpoint.address)",
                    port: $0.endpoint.port)
            },
            traffic: traffic(counters), trunks: trunkStatus,
            subscribers: counts.subscribers, registered: counts.registered,
            registrations: try registrations(now: now.wall), callsInSetup: load.callsInSetup,
            refusals: refusals(now: now.wall), mistakes: mistakes)
    }

    private func registrations(now: WallTime) throws -> [RegistrationStatus] {
        try database.registered(limit: NodeStatus.mostRegistrations, now: now).map { record in
            RegistrationStatus(
                number: record.subscriber.user, contacts: record.bindings.count,
                transports: Set(record.bindings.map { "\($0.flow.transport.uriName)" }).sorted())
        }
    }

    private var trunkStatus: [TrunkStatus] {
        var trunks = trust.trunks.map { trunk in
            TrunkStatus(
                name: trunk.name, origin: trunk.origin.description,
                peers: trunk.entries.map { entry in
                    var status = peerStatus(entry)
                    status.pings = pingTexts(of: entry, trunk: trunk.name)
                    return status
                })
        }
        if !trust.demonstration.isEmpty {
            trunks.append(
                TrunkStatus(
                    name: ControlRequest.demonstrationTrunk, origin: nil,
                    peers: trust.demonstration.map { PeerStatus(entry: "\($0)") }))
        }
        return trunks
    }

    private func peerStatus(_ entry: TrunkEntry) -> PeerStatus {
        guard case .hostName(let name) = entry.kind else { return PeerStatus(entry: entry.text) }
        let addresses = trust.addresses[name] ?? []
        return PeerStatus(
            entry: entry.text, addresses: addresses.map(\.description),
            problem: addresses.isEmpty
                ? "the name has no address now, so nothing is trusted by it" : nil)
    }

    private func refusals(now: WallTime) -> [RefusalStatus] {
        reporter.refusals.lastHour(at: now).prefix(1000).map { account, count in
            let last = (account.asked.last ?? "").split(separator: " ", maxSplits: 1)
            return RefusalStatus(
                source: "\(account.source)", count: count, reason: account.reason.explanation,
                lastCalled: last.count > 1 ? String(last[1]) : "",
                lastMethod: last.first.map(String.init) ?? "",
                lastSecondsAgo: Int(now.seconds - account.lastSeen.seconds),
                remedy: account.reason.remedy(for: account.source) ?? "",
                isStranger: account.reason == .untrustedSource)
        }
    }

    private func traffic(_ counters: TransportCounters) -> [String: UInt64] {
        [
            "datagrams received": counters.datagramsReceived,
            "datagrams sent": counters.datagramsSent,
            "datagrams refused": counters.datagramsRefused,
            "datagrams dropped": counters.datagramsDropped,
            "messages received": counters.messagesReceived, "messages sent": counters.messagesSent,
            "connections accepted": counters.connectionsAccepted,
            "connections opened": counters.connectionsOpened,
            "connections refused": counters.connectionsRefused,
            "connections failed": counters.connectionsFailed,
            "accept failures": counters.acceptFailures,
            "framing failures": counters.framingFailures,
        ]
    }
}
