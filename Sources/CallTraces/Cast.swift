import DecisionTrace
import NetworkAddresses
import Troubleshooting

/// Who took part in a call, by what the decisions say of each peer.
struct Cast {
    /// The caller, this node, then the others as they appear.
    private(set) var participants: [CallTrace.Participant] = []
    private var places: [SocketEndpoint: Int] = [:]
    private var trunks: [IPAddress: Int] = [:]
    private(set) var node = 0

    private struct Part {
        var role: CallTrace.Participant.Role
        var name: String
    }

    init(_ call: CallReading) {
        let parts = Self.parts(of: call)
        for message in call.messages {
            let first = participants.isEmpty
            if first, !message.isReceived { addNode(message.flow.local) }
            add(message.flow.remote, parts)
            if first, message.isReceived { addNode(message.flow.local) }
        }
    }

    /// The place of a peer among the participants.
    func place(of remote: SocketEndpoint) -> Int { places[remote] ?? node }

    private mutating func addNode(_ local: SocketEndpoint) {
        node = participants.count
        participants.append(
            CallTrace.Participant(role: .node, endpoint: "\(local)", name: "this node"))
    }

    private mutating func add(_ remote: SocketEndpoint, _ parts: [SocketEndpoint: Part]) {
        guard places[remote] == nil else { return }
        let address = remote.address
        let part =
            parts[remote]
            ?? parts.first { $0.key.address == address && $0.value.role == .trunk }?.value
            ?? Part(role: .stranger, name: "\(address)")
        // A provider may send from another port than it listens on.
        if part.role == .trunk, let place = trunks[address] {
            places[remote] = place
            return
        }
        places[remote] = participants.count
        if part.role == .trunk { trunks[address] = participants.count }
        participants.append(
            CallTrace.Participant(role: part.role, endpoint: "\(remote)", name: part.name))
    }

    // MARK: - Evidence

    private static func parts(of call: CallReading) -> [SocketEndpoint: Part] {
        var parts: [SocketEndpoint: Part] = [:]
        var sender: SocketEndpoint?
        var found: String?
        var rung: String?
        for event in call.events {
            switch event {
            case .message(let message):
                if message.isReceived { sender = message.flow.remote }
            case .decision(let decision):
                switch decision.step {
                case .trunkMatched:
                    if let sender, let name = decision.texts.first {
                        parts[sender] = Part(role: .trunk, name: name)
                    }
                case .callerRegistered, .credentialsVerified:
                    if let sender, let user = decision.texts.first {
                        parts[sender] = Part(role: .phone, name: number(user))
                    }
                case .subscriberFound: found = decision.texts.first
                case .contactsChosen: rung = found
                case .branchSent, .alternativeTried:
                    if let rung, let remote = decision.endpoints.first, parts[remote] == nil {
                        parts[remote] = Part(role: .phone, name: number(rung))
                    }
                default: break
                }
            case .leftOut: break
            }
        }
        return parts
    }

    /// `sip:+15551000000@example.com` is `+15551000000`.
    private static func number(_ user: String) -> String {
        let bare = MessageReading.user(of: user)
        if !bare.isEmpty { return bare }
        return String(user.prefix { $0 != "@" })
    }
}

extension CallReading.Decision {
    var texts: [String] {
        evidence.compactMap { if case .text(let text) = $0 { Legible.text(text) } else { nil } }
    }

    var numbers: [Int64] {
        evidence.compactMap { if case .number(let number) = $0 { number } else { nil } }
    }

    var endpoints: [SocketEndpoint] {
        evidence.compactMap {
            if case .endpoint(let endpoint) = $0 { endpoint } else { nil }
        }
    }
}
