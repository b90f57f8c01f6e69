package import Determinism

extension Engine {
    /// The INVITEs outside of dialogs that have no final answer yet, as if each got one now: for
    /// the records of a node that stops.
    ///
    /// - Cost: linear in the transactions.
    package func callsWithoutAnswer(at now: Instant) -> [RequestOutcome] {
        servers.handles.compactMap { handle in
            guard let server = servers[handle], let request = server.request,
                server.method == .invite, !server.isInDialog,
                settings.stage[server.remote.remote] == nil
            else { return nil }
            return RequestOutcome(
                method: server.method, source: server.remote, trunk: server.trunk, status: 503,
                reason: .relayed, isInDialog: false, duration: now - server.received,
                call: server.call, message: request)
        }
    }
}
