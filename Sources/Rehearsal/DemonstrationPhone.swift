import NetworkAddresses
import SIPMessages

/// The built-in phone: registers, rings, answers after a moment, takes SMS, hangs up.
final class DemonstrationPhone: Party {
    enum Registration: Equatable {
        case none
        case asked
        /// `isProved` where the node asked for the password.
        case registered(isProved: Bool)
        case refused(UInt16, String)
    }

    /// A call as the phone sees it.
    struct Call {
        let invite: ReceivedMessage
        let tag: UInt64
        let answersAt: ContinuousClock.Instant
        var isAnswered = false
        var isConfirmed = false
        var hasEnded = false
        /// When the answer is sent again unless it is confirmed.
        var repeatsAt: ContinuousClock.Instant
        var interval = Duration.milliseconds(500)
    }

    /// How long it rings.
    static let ringing = Duration.milliseconds(200)

    let socket: DatagramSocket
    let node: SocketEndpoint
    let user: String
    let domain: String
    private let password: String
    private(set) var registration = Registration.none
    private(set) var call: Call?
    /// Of every call that rang.
    private(set) var callIDs: Set<String> = []
    private(set) var messages: [(callID: String, text: String)] = []
    private var cseq = 0
    /// True once the challenge to the present registration was answered.
    private var hasProved = false
    private let registrationID = RequestDraft.token("reg-")
    private var expires = 120
    private var unanswered: [UnansweredRequest] = []

    init(
        _ address: IPAddress, node: SocketEndpoint, user: String, domain: String, password: String
    ) throws(RehearsalError) {
        socket = try DatagramSocket(address)
        self.node = node
        self.user = user
        self.domain = domain
        self.password = password
    }

    // MARK: - What it does

    /// - Parameter expires: 0 takes the registration back.
    /// - Units: seconds.
    func register(expires: Int = 120) {
        self.expires = expires
        registration = .asked
        hasProved = false
        sendRegister(authorization: nil)
    }

    func hangUp() {
        guard let call else { return }
        let invite = call.invite
        send(
            RequestDraft(
                method: "BYE", uri: invite.contactURI ?? "",
                from: "\(invite.header(.to) ?? "");tag=\(tagText(call))",
                to: invite.header(.from) ?? "", callID: invite.callID, cseq: 1,
                routes: invite.all(.recordRoute)))
    }

    private func sendRegister(authorization: String?) {
        cseq += 1
        let identity = "<sip:\(user)@\(domain)>"
        var lines = [
            "Contact: <sip:\(user)@\(socket.endpoint)>", "Expires: \(expires)",
            "User-Agent: rehearsal",
        ]
        if let authorization { lines.append("Authorization: \(authorization)") }
        send(
            RequestDraft(
                method: "REGISTER", uri: "sip:\(domain)",
                from: "\(identity);tag=\(RequestDraft.token("p"))",
                to: identity, callID: registrationID, cseq: cseq, lines: lines))
    }

    private func send(_ draft: RequestDraft) {
        let request = UnansweredRequest(draft, from: socket.endpoint)
        unanswered.append(request)
        socket.send(request.bytes, to: node)
    }

    private func tagText(_ call: Call) -> String { String(call.tag, radix: 16) }

    // MARK: - What reaches it

    func take(_ received: ReceivedMessage) {
        guard let status = received.status else { return takeRequest(received) }
        guard status >= 200, unanswered.contains(where: { $0.branch == received.branch }) else {
            return
        }
        unanswered.removeAll { $0.branch == received.branch }
        if received.method == .register { takeRegistrar(status, received) }
        if received.method == .bye, status == 200 { call?.hasEnded = true }
    }

    private func takeRegistrar(_ status: UInt16, _ received: ReceivedMessage) {
        switch status {
        case 200: registration = .registered(isProved: hasProved)
        case 401 where !hasProved:
            guard let header = received.header(.wwwAuthenticate),
                let challenge = ReceivedChallenge(header)
            else {
                registration = .refused(status, "with a challenge that cannot be read")
                return
            }
            hasProved = true
            sendRegister(
                authorization: challenge.answer(
                    user: user, password: password, method: "REGISTER", uri: "sip:\(domain)"))
        default: registration = .refused(status, received.reason)
        }
    }

    private func takeRequest(_ received: ReceivedMessage) {
        switch received.method {
        case .invite: takeInvite(received)
        case .ack where received.callID == call?.invite.callID: call?.isConfirmed = true
        case .ack: break
        case .bye where received.callID == call?.invite.callID:
            answer(received, 200, "OK")
            call?.hasEnded = true
        case .message:
            answer(received, 200, "OK")
            if !messages.contains(where: { $0.callID == received.callID }) {
                messages.append((received.callID, received.body))
            }
        default: answer(received, 481, "Call/Transaction Does Not Exist")
        }
    }

    private func takeInvite(_ received: ReceivedMessage) {
        if received.callID != call?.invite.callID {
            callIDs.insert(received.callID)
            let answersAt = received.arrival + Self.ringing
            call = Call(
                invite: received, tag: .random(in: 1 ... .max), answersAt: answersAt,
                repeatsAt: answersAt)
        }
        guard let call else { return }
        if call.isAnswered { sendAnswer(call) } else { respond(call, 180, "Ringing") }
    }

    private func sendAnswer(_ call: Call) {
        respond(call, 200, "OK", body: Array(sessionDescription(socket.endpoint).utf8))
    }

    private func respond(_ call: Call, _ status: UInt16, _ reason: StaticString, body: [UInt8] = [])
    {
        let response = ResponseBuilder.response(
            to: call.invite.message, status: status, reason: reason, toTag: call.tag, source: nil,
            recordRoutes: true,
            body: body
        ) { writer in
            writer.write("Contact: <sip:\(user)@\(socket.endpoint)>\r\n")
            if !body.isEmpty { writer.write("Content-Type: application/sdp\r\n") }
        }
        socket.send(response, to: call.invite.source)
    }

    // MARK: - Time

    var nextTick: ContinuousClock.Instant? {
        let answer = call.flatMap { $0.isConfirmed || $0.hasEnded ? nil : $0.repeatsAt }
        return (unanswered.map(\.next) + [answer].compactMap(\.self)).min()
    }

    func tick(_ now: ContinuousClock.Instant) {
        for index in unanswered.indices where unanswered[index].isDue(now) {
            socket.send(unanswered[index].bytes, to: node)
        }
        // RFC 3261 13.3.1.4: the answer is repeated until its ACK comes.
        guard var call, !call.isConfirmed, !call.hasEnded, now >= call.repeatsAt else { return }
        call.isAnswered = true
        call.repeatsAt = now + call.interval
        call.interval = min(call.interval * 2, .seconds(4))
        self.call = call
        sendAnswer(call)
    }
}
