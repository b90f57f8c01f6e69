import Determinism
import IMSEngine
import NetworkAddresses
import SIPTransports
import Synchronization
import Telemetry

/// What the trunks' peers answered when they were asked whether they are there.
final class TrunkPings: Sendable {
    /// A peer that is asked.
    struct Peer: Hashable, Sendable {
        var trunk: String
        var address: IPAddress

        /// Trunks are asked where SIP is at home: over UDP at its port.
        var target: ServerTarget {
            ServerTarget(transport: .udp, endpoint: SocketEndpoint(address, 5060))
        }
    }

    /// What is known of one.
    struct State: Sendable {
        var interval: Interval
        var askedAt: Instant?
        var isWaiting = false
        var last: ProbeOutcome?
        var answeredAt: Instant?
        /// By result: an answer that says it is in service, one that does not, none.
        var counts = [Result: UInt64](uniqueKeysWithValues: Result.allCases.map { ($0, 0) })

        /// Nil before the first answer.
        var result: Result? { last.map(Result.init) }
    }

    enum Result: String, CaseIterable, Sendable {
        case up
        case unavailable
        case silent

        /// RFC 3261 11: whatever is answered, somebody is there; but for who says that it cannot
        /// serve (503), or that nobody behind it answers (408).
        init(_ outcome: ProbeOutcome) {
            switch outcome.status {
            case nil: self = .silent
            case 408, 503: self = .unavailable
            default: self = .up
            }
        }
    }

    private let peers = Mutex<[Peer: State]>([:])

    /// Takes over who is asked how often; what is known of those that stay is kept.
    func plan(_ wanted: [Peer: Interval]) {
        peers.withLock { peers in
            peers = peers.filter { wanted[$0.key] != nil }
            for (peer, interval) in wanted {
                peers[peer, default: State(interval: interval)].interval = interval
            }
        }
    }

    /// Whom to ask now. Each is asked again an interval after it was asked last, when that came to
    /// something.
    func due(at now: Instant) -> [ServerTarget] {
        peers.withLock { peers in
            var targets: Set<ServerTarget> = []
            for (peer, state) in peers where !state.isWaiting {
                if let askedAt = state.askedAt, now - askedAt < state.interval { continue }
                peers[peer]!.askedAt = now
                peers[peer]!.isWaiting = true
                targets.insert(peer.target)
            }
            return Array(targets)
        }
    }

    /// - Returns: what is worth a line in the log: the peers whose state has changed.
    func take(_ outcome: ProbeOutcome, at now: Instant) -> [(peer: Peer, state: State)] {
        peers.withLock { peers in
            var changed: [(Peer, State)] = []
            for peer in peers.keys where peer.target == outcome.target {
                let before = peers[peer]!.result
                peers[peer]!.isWaiting = false
                peers[peer]!.last = outcome
                peers[peer]!.answeredAt = now
                peers[peer]!.counts[Result(outcome), default: 0] += 1
                if before != Result(outcome) { changed.append((peer, peers[peer]!)) }
            }
            return changed
        }
    }

    /// Every peer that is asked, in order.
    var all: [(peer: Peer, state: State)] {
        peers.withLock { peers in
            peers.map { ($0.key, $0.value) }.sorted {
                ($0.0.trunk, "\($0.0.address)") < ($1.0.trunk, "\($1.0.address)")
            }
        }
    }

    func write(to exposition: inout Exposition) {
        let all = all
        exposition.family(
            "clearwater_trunk_up", .gauge,
            "1 where the trunk's peer answered the last OPTIONS and is in service.")
        for (peer, state) in all {
            guard let result = state.result else { continue }
            exposition.sample(result == .up ? 1 : 0, Self.labels(peer))
        }
        exposition.family(
            "clearwater_trunk_ping_seconds", .gauge, "How long the last answered OPTIONS took.")
        for (peer, state) in all {
            guard let last = state.last, last.status != nil else { continue }
            exposition.sample(Double(last.duration.nanoseconds) / 1e9, Self.labels(peer))
        }
        exposition.family(
            "clearwater_trunk_pings_total", .counter, "OPTIONS to a trunk's peer by their result.")
        for (peer, state) in all {
            for result in Result.allCases {
                exposition.sample(
                    state.counts[result] ?? 0,
                    [
                        "trunk": peer.trunk, "peer": "\(peer.address)", "result": result.rawValue,
                    ])
            }
        }
    }

    private static func labels(_ peer: Peer) -> Exposition.Labels {
        ["trunk": peer.trunk, "peer": "\(peer.address)"]
    }
}

extension TrunkPings.State {
    /// For people: `answers 200 after 12 ms`.
    var sentence: String {
        guard let last else { return "asked, no answer yet" }
        guard let status = last.status else { return "does not answer OPTIONS" }
        let milliseconds = last.duration.nanoseconds / 1_000_000
        return "answers OPTIONS with \(status) after \(milliseconds) ms"
    }
}
