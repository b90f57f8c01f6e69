import CallTraces
import Determinism
import IMSEngine
import NodeControl
package import Provisioning
import SIPTransports
package import Troubleshooting

extension Node {
    package func explain(
        _ message: ExplainedMessage, source: String?, transport: String?, ifTrusted: Bool
    ) async throws(ProvisioningError) -> CallTrace {
        let listeners = settings.advertisedListeners.map(\.listener)
        let arrival: Arrival
        switch message {
        case .octets(let octets):
            arrival = try Arrival(octets, from: source, over: transport, listeners: listeners)
        case .call(let id):
            arrival = try await firstMessage(of: id).moved(
                to: source, over: transport, listeners: listeners)
        }
        return try await explainer(listeners).explain(arrival, ifTrusted: ifTrusted)
    }

    /// Answers on the control socket.
    func explained(
        _ message: ExplainedMessage, _ source: String?, _ transport: String?, ifTrusted: Bool
    ) async -> ControlReply {
        do {
            return .call(
                try await explain(
                    message, source: source, transport: transport, ifTrusted: ifTrusted))
        } catch {
            return .failed(reason: error.description)
        }
    }

    private func explainer(_ listeners: [Listener]) -> Explainer {
        let (shard, store, names) = (shard, store, names)
        return Explainer(
            listeners: listeners, eventLoop: group.next(),
            makeEngine: { change in
                shard.value.replica(seed: UInt64.random(in: .min ... .max), change: change)
            },
            run: { effect, mailbox in
                switch effect {
                case .findServers(let query, for: let handle):
                    names.run(query, for: handle, mailbox)
                default: store.run(effect, mailbox)
                }
            })
    }

    /// The first message of a traced call as it arrived, secrets and all: the engine is to read
    /// what it read then.
    private func firstMessage(of id: String) async throws(ProvisioningError) -> Arrival {
        guard let call = try await callDesk.call(id, showsSecrets: true) else {
            throw ProvisioningError(
                .notFound, "this node remembers no call \(id) (any more)",
                remedy: "'clearwater calls' lists those that it does")
        }
        let received = call.events.lazy.compactMap { event -> TracedMessage? in
            if case .message(let message) = event, message.isReceived { message } else { nil }
        }.first
        // Of the flow a reader of traces is told the ends; the engine knows the connection.
        var first: Arrival?
        for segment in traces.segments where first == nil {
            segment.log.forEachRecord { record in
                guard case .received(let bytes) = record.body,
                    bytes.octets == received?.octets, "\(bytes.flow.remote)" == received?.remote
                else { return }
                first = Arrival(bytes)
            }
        }
        guard let first else {
            throw ProvisioningError(
                .notFound, "nothing that arrived is remembered of call \(id)",
                remedy: "explain its first message from a file")
        }
        return first
    }
}
