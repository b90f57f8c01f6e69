import Determinism
import SIPTestKit

/// A subscriber's phone: registers, is called, calls, goes away.
final class ModelledPhone: UserAgent {
    let user: String
    let password: String
    /// The challenge that it answers with the next count.
    private var challenge: String?
    private var nonceCount = 0
    private var lastAuthorization: String?
    private var cseq = 0
    private var isRegistering = false
    private let registrationID: String
    /// What it was told is registered; nil when it is not, or has asked not to be.
    private(set) var acknowledgedUntil: Instant?
    /// The bodies of the messages that reached it.
    private(set) var received: Set<String> = []

    init(user: String, password: String, name: String, at peer: Peer, in world: SimulatedWorld) {
        self.user = user
        self.password = password
        registrationID = "reg-\(name)"
        super.init(name, at: peer, in: world)
    }

    // MARK: - Registering

    func register(expires: Int = 7200, attempts: Int = 6) {
        guard attempts > 0, !isRegistering else { return }
        isRegistering = true
        if expires == 0 { acknowledgedUntil = nil }
        cseq += 1
        var request = RequestText.register(
            user, from: peer, contact: contact, expires: expires, id: registrationID, cseq: cseq)
        if let challenge {
            nonceCount += 1
            var digest = DigestAnswer(username: user, password: password)
            digest.nonceCount = nonceCount
            let value = digest.authorization(
                method: "REGISTER", uri: request.uri, challenge: challenge)
            request.add("Authorization", value)
            lastAuthorization = value
        }
        let exchange = begin(request) { [self] answer in
            registerAnswered(answer, expires: expires, attempts: attempts)
        }
        world.after(.seconds(33)) { [self] in
            if exchange.isOver, isRegistering, exchange.request.view.cseq == cseq {
                isRegistering = false
                register(expires: expires, attempts: attempts - 1)
            }
        }
    }

    private func registerAnswered(_ answer: MessageView, expires: Int, attempts: Int) {
        guard let status = answer.status, status >= 200, answer.cseq == cseq else { return }
        isRegistering = false
        switch status {
        case 200:
            // Used, so good for nobody else any more. (One that never arrived would still be good,
            // once.)
            world.overheard.authorizations += [lastAuthorization].compactMap(\.self)
            let isThere = answer.values("Contact").contains { $0.hasPrefix(contact) }
            if expires > 0, !isThere {
                world.watch.report("\(name) was told 200 without its contact", world.now)
            }
            acknowledgedUntil = isThere ? world.now + .seconds(Int64(expires)) : nil
        case 401:
            challenge = answer["WWW-Authenticate"]
            nonceCount = 0
            register(expires: expires, attempts: attempts - 1)
        case 503:
            world.after(.seconds(3)) { [self] in register(expires: expires, attempts: attempts - 1)
            }
        case _:
            world.watch.report("\(name) could not register: \(answer.startLine)", world.now)
        }
    }

    override func connectionClosed(_ closed: Connection) {
        let wasMine = connection === closed
        super.connectionClosed(closed)
        // Its flow is gone, so it comes back, as a phone does (RFC 5626 4.4).
        if wasMine, acknowledgedUntil != nil {
            world.after(world.dice.milliseconds(100...2000)) { [self] in register() }
        }
    }

    // MARK: - Being called

    override func serve(_ served: Served) {
        let request = served.request
        switch request.method {
        case "MESSAGE":
            received.insert(request.body)
            answer(served, world.dice.chance(0.9) ? 200 : 486)
        case "INVITE": ring(served)
        case "OPTIONS": answer(served, 200)
        case _: answer(served, 405)
        }
    }

    private func ring(_ served: Served) {
        world.overhear(served.request)
        let wait = world.dice.milliseconds(0...9000)
        switch world.dice.below(10) {
        case 0: break
        case 1: answer(served, 180)
        case 2: world.after(wait) { [self] in answer(served, 486) }
        case 3: world.after(wait) { [self] in answer(served, 603) }
        case 4:
            answer(served, 183)
            world.after(wait) { [self] in accept(served) }
        case _:
            answer(served, 180)
            world.after(wait) { [self] in accept(served) }
        }
    }

    private func accept(_ served: Served) {
        guard !served.hasFinal else { return }
        let tag = "tag-\(number())"
        answer(served, 200, tag: tag, contact: contact)
        let ok = ResponseText(200, to: served.request, tag: tag, contact: contact).view
        talk(Conversation(DialogText(callee: peer, invite: served.request, answer: ok)))
    }

    // MARK: - Calling

    func call(_ number: String) {
        let identity = "sip:\(user)@example.com"
        var invite = RequestText.invite(
            "sip:\(number)@example.com", from: peer, caller: identity, id: self.number())
        invite["Contact"] = contact
        call(invite)
    }

    func text(_ number: String) {
        let id = self.number()
        begin(
            .message(
                "sip:\(number)@example.com", from: peer, caller: "sip:\(user)@example.com", id: id,
                body: id)
        ) { _ in }
    }
}
