import Determinism
import SIPTestKit
import SIPTransports

/// Asking: requests, their repetition, and calls from the caller's end.
extension UserAgent {
    private func key(_ branch: String, _ method: String) -> String { "\(branch) \(method)" }

    /// Sends a request and repeats it as RFC 3261 17.1 says.
    @discardableResult
    func begin(_ request: RequestText, onAnswer: @escaping (MessageView) -> Void) -> Exchange {
        let exchange = Exchange(request, onAnswer: onAnswer)
        exchanges[key(request.view.branch, request.method)] = exchange
        send(request.text)
        if !peer.transport.isReliable { repeatLater(exchange, .milliseconds(500)) }
        let patience: Interval = request.method == "INVITE" ? .seconds(300) : .seconds(32)
        world.after(.seconds(32)) {
            if !exchange.hasProvisional || exchange.method != "INVITE" { exchange.isOver = true }
        }
        world.after(patience) { exchange.isOver = true }
        return exchange
    }

    private func repeatLater(_ exchange: Exchange, _ interval: Interval) {
        world.after(interval) { [self] in
            guard !exchange.isOver, !(exchange.method == "INVITE" && exchange.hasProvisional) else {
                return
            }
            send(exchange.request.text)
            repeatLater(
                exchange,
                exchange.method == "INVITE" ? interval * 2 : min(interval * 2, .seconds(4)))
        }
    }

    func receiveResponse(_ response: MessageView) {
        guard let status = response.status,
            let exchange = exchanges[key(response.branch, response.method)]
        else { return }
        if status < 200 {
            exchange.hasProvisional = true
            if status > 100 { exchange.onAnswer(response) }
            return
        }
        let isRepetition = exchange.isOver
        exchange.isOver = true
        if exchange.method == "INVITE" {
            if status >= 300 { send(exchange.request.acknowledgement(of: response).text) }
            if status < 300 || !isRepetition { exchange.onAnswer(response) }
        } else if !isRepetition {
            exchange.onAnswer(response)
        }
    }

    // MARK: - Calls

    /// Calls somebody: lets it ring, gives up or talks, hangs up or waits for the other to.
    func call(_ invite: RequestText) {
        var acknowledgements: [String: String] = [:]
        var isUp = false
        let exchange = begin(invite) { [self] answer in
            guard let status = answer.status, status < 300 else { return }
            guard status >= 200, let tag = answer.toTag else { return }
            if let ack = acknowledgements[tag] { return send(ack) }
            var dialog = DialogText(caller: peer, invite: invite.view, answer: answer)
            let ack = dialog.request("ACK", branch: "z9hG4bK-ack-\(number())").text
            acknowledgements[tag] = ack
            send(ack)
            let conversation = Conversation(dialog)
            // Another phone of a fork answered as well: one is enough.
            talk(conversation, atOnce: isUp)
            isUp = true
        }
        guard world.dice.chance(0.3) else { return }
        world.after(world.dice.milliseconds(0...12_000)) { [self] in
            guard !exchange.isOver, exchange.hasProvisional else { return }
            begin(invite.cancel) { _ in }
        }
    }

    /// A dialog is up: perhaps something is said in it, and perhaps this side ends it.
    func talk(_ conversation: Conversation, atOnce: Bool = false) {
        let tag = MessageView.parameter("tag", of: conversation.dialog.local) ?? ""
        conversations["\(conversation.dialog.callID) \(tag)"] = conversation
        if atOnce { return hangUp(conversation) }
        if world.dice.chance(0.3) {
            let method = world.dice.pick(["INFO", "UPDATE", "INVITE"])
            world.after(world.dice.milliseconds(100...6000)) { [self] in
                say(method, in: conversation)
            }
        }
        // Whoever is more patient hangs up in the end, so that no call is for ever.
        world.after(world.dice.milliseconds(500...20_000)) { [self] in hangUp(conversation) }
    }

    private func say(_ method: String, in conversation: Conversation) {
        guard !conversation.isOver else { return }
        var request = conversation.dialog.request(method, branch: "z9hG4bK-\(number())")
        guard method == "INVITE" else {
            begin(request) { _ in }
            return
        }
        request.add("Contact", contact)
        var ack: String?
        begin(request) { [self] answer in
            guard let status = answer.status, (200..<300).contains(status) else { return }
            if ack == nil {
                ack =
                    conversation.dialog.request(
                        "ACK", branch: "z9hG4bK-ack-\(number())", cseq: request.view.cseq
                    ).text
            }
            send(ack!)
        }
    }

    func hangUp(_ conversation: Conversation) {
        guard !conversation.isOver else { return }
        conversation.isOver = true
        begin(conversation.dialog.request("BYE", branch: "z9hG4bK-\(number())")) { [world] answer in
            world.ended(conversation, answer)
        }
    }
}
