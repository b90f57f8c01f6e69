import Hummingbird
import Provisioning
import WebServing

/// Whose calls and texts are taken.
struct TrunksPage: Page {
    struct Entry: Sendable {
        let name: String
        let peers: [String]
        /// `and 40 more`.
        let morePeers: String?
        let origin: String
        /// Nil for a trunk that is changed in a file only.
        let removePath: String?
        let trouble: String?
    }

    static let template = "operator-trunks"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .trunks
    /// As many of a trunk's peers as are shown.
    static let mostPeers = 40

    let title = "Trunks"
    let notice: Notice?
    let trunks: [Entry]
    let hasTrunks: Bool

    init(_ cards: [TrunkCard], notice: Notice?) {
        self.notice = notice
        trunks = cards.map { card in
            let more = card.peers.count - Self.mostPeers
            return Entry(
                name: card.name, peers: Array(card.peers.prefix(Self.mostPeers)),
                morePeers: more > 0 ? "and \(more) more" : nil, origin: card.origin,
                removePath: card.isEditable ? Self.path(ofTrunk: card.name) + "/remove" : nil,
                trouble: card.unresolved.isEmpty
                    ? nil
                    : "Nothing is trusted by \(card.unresolved.joined(separator: ", ")):"
                        + " the name leads nowhere now.")
        }
        hasTrunks = !trunks.isEmpty
    }

    static func path(ofTrunk name: String) -> String {
        "/operator/trunks/" + PercentEncoding.encodedSegment(name)
    }
}

/// The question before a trunk is removed.
struct RemoveTrunkPage: Page {
    static let template = "operator-trunk-remove"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .trunks

    let title: String
    let notice: Notice?
    let name: String
    let path: String
    let peers: String

    init(_ card: TrunkCard, notice: Notice? = nil) {
        title = "Remove \(card.name)?"
        name = card.name
        path = TrunksPage.path(ofTrunk: card.name)
        peers = card.peers.prefix(TrunksPage.mostPeers).joined(separator: ", ")
        self.notice = notice
    }
}

extension Portal {
    func addTrunks(to routes: PageRoutes) {
        routes.operatorPage("/operator/trunks") { visit, _ in
            visit.show(TrunksPage(await desks.deployment.trunks(), notice: visit.done))
        }
        routes.operatorPage("/operator/trunks/{trunk}/remove") { visit, _ in
            visit.show(RemoveTrunkPage(try await trunk(of: visit)))
        }
        routes.operatorForm("/operator/trunks/{trunk}/remove") { visit, _, _ in
            let trunk = try await trunk(of: visit)
            do {
                try await desks.deployment.removeTrunk(trunk.name, by: visit.author)
            } catch let error as ProvisioningError {
                return visit.show(
                    RemoveTrunkPage(trunk, notice: .bad("The trunk stays", Self.sentence(error))),
                    status: .conflict)
            }
            return visit.go(to: "/operator/trunks", done: .trunkRemoved)
        }
    }

    private func trunk(of visit: Visit) async throws -> TrunkCard {
        let name = try visit.context.pathPart("trunk")
        guard
            let trunk = await desks.deployment.trunks().first(where: {
                $0.name == name && $0.isEditable
            })
        else { throw ProvisioningError(.notFound, "there is no trunk \(name) to remove here") }
        return trunk
    }
}
