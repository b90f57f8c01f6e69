import Hummingbird
import Provisioning
import Troubleshooting
import WebServing

/// The page of refused peers: nothing is allowed but by the form of its own page.
extension Portal {
    func addRefusedPeers(to routes: PageRoutes) {
        guard let refusals = desks.refusals else { return }
        routes.operatorPage("/operator/refused") { visit, _ in
            visit.show(RefusedPeersPage(try await refusals.refusedPeers(), notice: visit.done))
        }
        routes.operatorPage("/operator/refused/{source}/allow") { visit, _ in
            visit.show(
                AllowPeerPage(
                    try await peer(of: visit, refusals), trunks: await desks.deployment.trunks(),
                    PostedForm()))
        }
        routes.operatorForm("/operator/refused/{source}/allow") { visit, _, form in
            try await allow(visit, form, refusals)
        }
        routes.operatorForm("/operator/refused/{source}/silence") { visit, _, form in
            let peer = try await peer(of: visit, refusals)
            let silences = form["silence"] == "yes"
            try await refusals.silence(peer.source, silences, by: visit.author)
            return visit.go(
                to: "/operator/refused", done: silences ? .peerSilenced : .peerUnsilenced)
        }
    }

    private func allow(_ visit: Visit, _ sent: PostedForm, _ refusals: any RefusalDesk)
        async throws -> Response
    {
        let peer = try await peer(of: visit, refusals)
        let trunks = await desks.deployment.trunks()
        var form = sent
        var notice: Notice?
        let trunk = form["trunk"].isEmpty ? form["name"] : form["trunk"]
        if !form.has("trunk") {
            form.complain("trunk", "Choose the trunk that it belongs to.")
        } else if form["trunk"].isEmpty {
            form.complain(
                await desks.deployment.complaints(aboutTrunk: trunk, peers: [peer.source])
                    .filter { $0.field == "name" })
        }
        if form.complaints.isEmpty {
            do {
                try await refusals.allow(peer.source, onTrunk: trunk, by: visit.author)
                return visit.go(to: "/operator/refused", done: .peerAllowed)
            } catch {
                notice = .bad("It stays refused", Self.sentence(error))
            }
        }
        return visit.show(
            AllowPeerPage(peer, trunks: trunks, form, notice: notice),
            status: .unprocessableContent)
    }

    private func peer(of visit: Visit, _ refusals: any RefusalDesk) async throws -> RefusedPeer {
        let source = try visit.context.pathPart("source")
        guard
            let peer = try await refusals.refusedPeers().first(where: { $0.source == source })
        else {
            throw ProvisioningError(.notFound, "\(source) was not refused within the last day")
        }
        return peer
    }
}
