import NetworkAddresses
import SIPMessages

/// A party that calls and sends SMS into the node: the trunk, or the same from another address, a
/// stranger.
final class DemonstrationTrunk: Party {
    /// How a call went so far, in times since its INVITE.
    struct Call {
        enum State: Equatable {
            case calling
            case ringing
            case answered
            case ended
            case refused(UInt16, String)
        }

        var state = State.calling
        let started: ContinuousClock.Instant
        var tried: Duration?
        var rang: Duration?
        var finished: Duration?

        let uri: String
        let callID: String
        let from: String
        let invite: RequestDraft
        /// Known from the answer on.
        var to: String
        var target: String
        var routes: [String] = []
        var ack: RequestDraft?
    }

    /// How an SMS went.
    struct Message {
        let branch: String
        let started: ContinuousClock.Instant
        var answer: (status: UInt16, reason: String, after: Duration)?
    }

    let socket: DatagramSocket
    let node: SocketEndpoint
    private(set) var call: Call?
    private(set) var message: Message?
    private var unanswered: [UnansweredRequest] = []

    init(_ address: IPAddress, node: SocketEndpoint) throws(RehearsalError) {
        socket = try DatagramSocket(address)
        self.node = node
    }

    // MARK: - What it does

    func place(callTo uri: String) {
        let from = "<sip:+15550006666@\(socket.endpoint.address)>;tag=\(RequestDraft.token("t"))"
        let invite = RequestDraft(
            method: "INVITE", uri: uri, from: from, to: "<\(uri)>",
            callID: RequestDraft.token("call-"), cseq: 1,
            lines: [
                "Contact: <sip:trunk@\(socket.endpoint)>",
                "P-Asserted-Identity: <sip:+15550006666@\(socket.endpoint.address)>",
                "Content-Type: application/sdp",
            ], body: sessionDescription(socket.endpoint))
        call = Call(
            started: .now, uri: uri, callID: invite.callID, from: from, invite: invite,
            to: invite.to, target: uri)
        send(invite)
    }

    func hangUp() {
        guard let call else { return }
        send(
            RequestDraft(
                method: "BYE", uri: call.target, from: call.from, to: call.to, callID: call.callID,
                cseq: 2,
                routes: call.routes))
    }

    func send(message text: String, to uri: String) {
        let draft = RequestDraft(
            method: "MESSAGE", uri: uri,
            from: "<sip:+15550006666@\(socket.endpoint.address)>;tag=\(RequestDraft.token("t"))",
            to: "<\(uri)>", callID: RequestDraft.token("sms-"), cseq: 1,
            lines: ["Content-Type: text/plain"],
            body: text)
        message = Message(branch: draft.branch, started: .now)
        send(draft)
    }

    /// Forgets what was not answered.
    func fallSilent() { unanswered.removeAll() }

    private func send(_ draft: RequestDraft) {
        let request = UnansweredRequest(draft, from: socket.endpoint)
        unanswered.append(request)
        socket.send(request.bytes, to: node)
    }

    // MARK: - What reaches it

    func take(_ received: ReceivedMessage) {
        guard let status = received.status else { return takeRequest(received) }
        // Even a provisional answer ends the retransmission of an INVITE (RFC 3261 17.1.1.2).
        unanswered.removeAll {
            $0.branch == received.branch && (status >= 200 || received.method == .invite)
        }
        switch received.method {
        case .invite: takeAnswer(status, received)
        case .bye where received.callID == call?.callID: end(received)
        case .message where received.branch == message?.branch && status >= 200:
            guard message?.answer == nil, let started = message?.started else { return }
            message?.answer = (status, received.reason, received.arrival - started)
        default: break
        }
    }

    private func takeAnswer(_ status: UInt16, _ received: ReceivedMessage) {
        guard var call, received.callID == call.callID else { return }
        defer { self.call = call }
        let after = received.arrival - call.started
        switch status {
        case 100: call.tried = call.tried ?? after
        case 101..<200:
            call.rang = call.rang ?? after
            if call.state == .calling { call.state = .ringing }
        case 200..<300:
            if call.ack == nil { confirm(&call, received, after) }
            // RFC 3261 13.2.2.4: every retransmitted answer is confirmed again.
            if let ack = call.ack { socket.send(ack.bytes(from: socket.endpoint), to: node) }
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
            socket.send(ack.bytes(from: socket.endpoint), to: node)
        }
    }

    /// Makes the dialog (RFC 3261 12.1.2) and its ACK.
    private func confirm(_ call: inout Call, _ received: ReceivedMessage, _ after: Duration) {
        call.state = .answered
        call.finished = after
        call.to = received.header(.to) ?? call.to
        call.target = received.contactURI ?? call.uri
        call.routes = received.all(.recordRoute).reversed()
        call.ack = RequestDraft(
            method: "ACK", uri: call.target, from: call.from, to: call.to, callID: call.callID,
            cseq: 1,
            routes: call.routes)
    }

    private func end(_ received: ReceivedMessage) {
        if received.status == 200 { call?.state = .ended }
    }

    private func takeRequest(_ received: ReceivedMessage) {
        guard received.method == .bye, received.callID == call?.callID else { return }
        answer(received, 200, "OK")
        call?.state = .ended
    }

    // MARK: - Time

    var nextTick: ContinuousClock.Instant? { unanswered.map(\.next).min() }

    func tick(_ now: ContinuousClock.Instant) {
        for index in unanswered.indices where unanswered[index].isDue(now) {
            socket.send(unanswered[index].bytes, to: node)
        }
    }
}
