import NetworkAddresses
import SIPMessages

/// A party that calls and sends SMS into the node: the trunk, or the same from another address, a
/// stranger.
final class DemonstrationTrunk: Party {
    let socket: any PartySocket
    let node: SocketEndpoint
    let dialect: TrunkDialect
    var call: PlacedCall?
    var message: Exchange?
    var ping: Exchange?
    private var unanswered: [UnansweredRequest] = []

    init(
        _ socket: any PartySocket, node: SocketEndpoint, dialect: TrunkDialect = TrunkDialect()
    ) {
        self.socket = socket
        self.node = node
        self.dialect = dialect
    }

    /// Forgets what was not answered.
    func fallSilent() { unanswered.removeAll() }

    func send(_ draft: RequestDraft) {
        let request = UnansweredRequest(draft, by: socket)
        unanswered.append(request)
        socket.send(request.bytes, to: node)
    }

    // MARK: - What reaches it

    func take(_ received: ReceivedMessage) {
        guard let status = received.status else { return takeRequest(received) }
        // Even a provisional answer ends the retransmission of an INVITE (RFC 3261 17.1.1.2).
        unanswered.removeAll {
            $0.isAnswered(by: received) && (status >= 200 || received.method == .invite)
        }
        guard status >= 200 || received.method == .invite else { return }
        switch received.method {
        case .invite where received.branch == call?.invite.branch: takeAnswer(status, received)
        case .invite where received.branch == call?.change?.exchange.branch:
            takeAnswerToChange(status, received)
        case .cancel: call?.cancellation?.note(status, received)
        case .bye where received.callID == call?.callID && status == 200: call?.state = .ended
        case .message: message?.note(status, received)
        case .options: ping?.note(status, received)
        default: break
        }
    }

    private func takeAnswer(_ status: UInt16, _ received: ReceivedMessage) {
        guard var call else { return }
        defer { self.call = call }
        let after = received.arrival - call.started
        switch status {
        case 100: call.tried = call.tried ?? after
        case 101..<200:
            call.rang = call.rang ?? after
            if !received.body.isEmpty { call.heardEarly = call.heardEarly ?? after }
            if call.state == .calling { call.state = .ringing }
        case 200..<300:
            if call.ack == nil { confirm(&call, received, after) }
            // RFC 3261 13.2.2.4: every retransmitted answer is confirmed again.
            if let ack = call.ack { socket.send(ack.bytes(by: socket), to: node) }
        default:
            if call.finished == nil {
                call.finished = after
                call.state = .refused(status, received.reason)
            }
            // RFC 3261 17.1.1.3: the confirmation of a refusal belongs to the INVITE's transaction.
            var ack = call.invite
            ack.method = "ACK"
            ack.to = received.header(.to) ?? call.to
            ack.lines = []
            ack.body = ""
            socket.send(ack.bytes(by: socket), to: node)
        }
    }

    /// Makes the dialog (RFC 3261 12.1.2) and its ACK.
    private func confirm(_ call: inout PlacedCall, _ received: ReceivedMessage, _ after: Duration) {
        call.state = .answered
        call.finished = after
        call.to = received.header(.to) ?? call.to
        call.target = received.contactURI ?? call.target
        call.routes = received.all(.recordRoute).reversed()
        call.ack = call.draft("ACK", call.invite.cseq)
    }

    private func takeAnswerToChange(_ status: UInt16, _ received: ReceivedMessage) {
        guard status >= 200, let change = call?.change else { return }
        call?.change?.exchange.note(status, received)
        // A refusal's confirmation has the branch of what was refused, an answer's its own.
        var ack = change.draft
        ack.method = "ACK"
        if status < 300 { ack.branch = RequestDraft.token("z9hG4bK") }
        ack.lines = []
        ack.body = ""
        socket.send(ack.bytes(by: socket), to: node)
    }

    private func takeRequest(_ received: ReceivedMessage) {
        switch received.method {
        case .ack: break
        case .bye where received.callID == call?.callID:
            answer(received, 200, "OK")
            call?.state = .ended
            call?.wasEndedByFarEnd = true
        case .invite where received.callID == call?.callID:
            answer(received, 488, "Not Acceptable Here")
        case .options, .info, .update: answer(received, 200, "OK")
        default: answer(received, 481, "Call/Transaction Does Not Exist")
        }
    }

    // MARK: - Time

    var nextTick: ContinuousClock.Instant? { unanswered.map(\.next).min() }

    func tick(_ now: ContinuousClock.Instant) {
        for index in unanswered.indices where unanswered[index].isDue(now) {
            socket.send(unanswered[index].bytes, to: node)
        }
    }
}
