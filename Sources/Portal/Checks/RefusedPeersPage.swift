import Provisioning
import Troubleshooting
import WebServing

/// Who was refused in the last day, and what the operator makes of it.
struct RefusedPeersPage: Page {
    static let template = "operator-refused"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .refused

    let title = "Refused peers"
    let notice: Notice?
    let peers: [RefusedPeerCard]
    let hasPeers: Bool
    let silenced: [RefusedPeerCard]
    let hasSilenced: Bool

    init(_ found: [RefusedPeer], notice: Notice?) {
        self.notice = notice
        peers = found.filter { !$0.isSilenced }.map(RefusedPeerCard.init)
        hasPeers = !peers.isEmpty
        silenced = found.filter(\.isSilenced).map(RefusedPeerCard.init)
        hasSilenced = !silenced.isEmpty
    }
}

/// A refused source as its pages show it.
struct RefusedPeerCard: Sendable {
    let source: String
    let path: String
    let count: String
    let first: PersonalTime
    let last: PersonalTime
    let explanation: String
    let asked: [String]
    let nearMisses: [String]
    let hasNearMisses: Bool
    let remedy: String
    let canBeAllowed: Bool
    /// Its calls and messages, where they are still remembered.
    let callsPath: String

    init(_ peer: RefusedPeer) {
        source = peer.source
        path = "/operator/refused/" + PercentEncoding.encodedSegment(peer.source)
        count = OverviewPage.counted(peer.count, "time")
        first = PersonalTime(microseconds: peer.firstSeen)
        last = PersonalTime(microseconds: peer.lastSeen)
        explanation = Sentence.of(peer.explanation)
        asked = peer.asked
        nearMisses = peer.nearMisses.map(Sentence.of)
        hasNearMisses = !nearMisses.isEmpty
        remedy = peer.remedy
        canBeAllowed = peer.canBeAllowed
        callsPath = "/operator/calls?source=" + PercentEncoding.encodedValue(peer.source)
    }
}

/// The question to which trunk a refused source is added.
struct AllowPeerPage: Page {
    struct Choice: Sendable {
        let id: String
        let name: String
        let isChosen: Bool
    }

    static let template = "operator-refused-allow"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .refused

    let title: String
    let notice: Notice?
    let peer: RefusedPeerCard
    /// Trunks of the trunks file.
    let trunks: [Choice]
    let hasTrunks: Bool
    let isNew: Bool
    let name: FormField
    let error: String?

    init(_ peer: RefusedPeer, trunks all: [TrunkCard], _ form: PostedForm, notice: Notice? = nil) {
        title = "Allow \(peer.source)?"
        self.notice = notice
        self.peer = RefusedPeerCard(peer)
        let chosen = form["trunk"]
        trunks = all.filter(\.isEditable).enumerated().map { place, trunk in
            Choice(id: "trunk-\(place)", name: trunk.name, isChosen: chosen == trunk.name)
        }
        hasTrunks = !trunks.isEmpty
        isNew = form.has("trunk") ? chosen.isEmpty : trunks.isEmpty
        name = FormField(
            "name", "Name of the new trunk", value: form["name"],
            hint: "What you call it: a-z, 0-9, _ and -.", error: form.complaint("name"),
            autocomplete: "off", isRequired: false)
        error = form.complaint("trunk")
    }
}

/// Clauses as sentences.
enum Sentence {
    static func of(_ clause: String) -> String {
        guard let first = clause.first, let last = clause.last else { return clause }
        return first.uppercased() + clause.dropFirst() + (".!?".contains(last) ? "" : ".")
    }
}
