import NetworkAddresses
import SIPMessages

/// The built-in phone: registers, rings, answers after a moment or as it is told, takes SMS, hangs
/// up.
final class DemonstrationPhone: Party {
    enum Registration: Equatable {
        case none
        case asked
        /// `isProved` where the node asked for the password.
        case registered(isProved: Bool)
        case refused(UInt16, String)
    }

    /// How long it rings.
    static let ringing = Duration.milliseconds(200)

    let socket: any PartySocket
    let node: SocketEndpoint
    let user: String
    let domain: String
    private let password: String
    private(set) var registration = Registration.none
    /// What it does with the calls to come.
    var manner = PhoneManner.answers(after: DemonstrationPhone.ringing)
    private(set) var call: ReceivedCall?
    /// Of every call that rang.
    private(set) var callIDs: Set<String> = []
    private(set) var messages: [(callID: String, text: String)] = []
    private var cseq = 0
    /// True once the challenge to the present registration was answered.
    private var hasProved = false
    private let registrationID = RequestDraft.token("reg-")
    private var expires = 120
    private var unanswered: [UnansweredRequest] = []

    /// - Parameter password: of no account to one that never registers.
    init(
        _ address: IPAddress, node: SocketEndpoint, user: String, domain: String,
        password: String = ""
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
        let request = UnansweredRequest(draft, by: socket)
        unanswered.append(request)
        socket.send(request.bytes, to: node)
    }

    private func tagText(_ call: ReceivedCall) -> String { String(call.tag, radix: 16) }

    // MARK: - What reaches it

    func take(_ received: ReceivedMessage) {
        guard let status = received.status else { return takeRequest(received) }
        guard status >= 200, unanswered.contains(where: { $0.isAnswered(by: received) }) else {
            return
        }
        unanswered.removeAll { $0.isAnswered(by: received) }
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
        case .invite where received.toTag != nil: takeChange(received)
        case .invite: takeInvite(received)
        case .ack where received.callID == call?.invite.callID: call?.isConfirmed = true
        case .ack: break
        case .cancel where received.callID == call?.invite.callID: takeCancel(received)
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
            call = ReceivedCall(received, answersAt: manner.patience.map { received.arrival + $0 })
        }
        guard let call else { return }
        if call.isAnswered { return sendAnswer(call) }
        switch manner {
        case .answers, .neverAnswers: respond(call, 180, "Ringing")
        case .playsEarly: respond(call, 183, "Session Progress", body: sound())
        case .isBusy:
            self.call?.hasEnded = true
            respond(call, 486, "Busy Here")
        }
    }

    /// RFC 3261 14.2: an INVITE within the call.
    private func takeChange(_ received: ReceivedMessage) {
        guard let call, received.callID == call.invite.callID, !call.hasEnded else {
            return answer(received, 481, "Call/Transaction Does Not Exist")
        }
        let asked = ["sendonly", "recvonly", "inactive", "sendrecv"].first {
            received.body.contains("a=\($0)")
        }
        self.call?.changes.append(asked ?? "sendrecv")
        let mirrored = ["sendonly": "recvonly", "recvonly": "sendonly"]
        let direction = asked.map { mirrored[$0] ?? $0 } ?? "sendrecv"
        respond(call, 200, "OK", to: received, body: sound(direction))
    }

    /// RFC 3261 9.2.
    private func takeCancel(_ received: ReceivedMessage) {
        answer(received, 200, "OK")
        guard let call, !call.isAnswered, !call.hasEnded else { return }
        self.call?.hasEnded = true
        self.call?.wasCancelled = true
        respond(call, 487, "Request Terminated")
    }

    private func sendAnswer(_ call: ReceivedCall) { respond(call, 200, "OK", body: sound()) }

    private func sound(_ direction: String = "inactive") -> [UInt8] {
        Array(sessionDescription(socket.endpoint, direction).utf8)
    }

    /// - Parameter request: nil for the INVITE that began the call.
    private func respond(
        _ call: ReceivedCall, _ status: UInt16, _ reason: StaticString,
        to request: ReceivedMessage? = nil, body: [UInt8] = []
    ) {
        let request = request ?? call.invite
        let response = ResponseBuilder.response(
            to: request.message, status: status, reason: reason, toTag: call.tag, source: nil,
            recordRoutes: true, body: body
        ) { writer in
            writer.write("Contact: <sip:\(user)@\(socket.endpoint)>\r\n")
            if !body.isEmpty { writer.write("Content-Type: application/sdp\r\n") }
        }
        socket.send(response, to: request.source)
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
        guard var call, !call.isConfirmed, !call.hasEnded, let repeatsAt = call.repeatsAt,
            now >= repeatsAt
        else { return }
        call.isAnswered = true
        call.repeatsAt = now + call.interval
        call.interval = min(call.interval * 2, .seconds(4))
        self.call = call
        sendAnswer(call)
    }
}
