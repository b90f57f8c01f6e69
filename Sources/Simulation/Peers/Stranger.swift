import Determinism
import SIPTestKit

/// Somebody who is not known and tries it anyway, also with what was overheard on the wires.
final class Stranger: UserAgent {
    override func receive(_ message: MessageView, over connection: Connection?) {}

    func probe(_ number: String) {
        let overheard = world.overheard
        let target = "sip:\(number)@example.com"
        var request: RequestText
        switch world.dice.below(12) {
        case 0: request = .invite(target, from: peer, id: self.number())
        case 1: request = .message(target, from: peer, id: self.number())
        case 2: request = .invite(target, from: peer, caller: target, id: self.number())
        case 3:
            request = .invite(target, from: peer, id: self.number())
            request.addOnTop("Route", "<sip:10.1.0.1:5060;lr;orig>")
        case 4:
            request = .make("BYE", target, from: peer, id: self.number())
            request["To"] = "<\(target)>;tag=guessed"
            if let route = pick(overheard.routes) { request.addOnTop("Route", route) }
        case 5:
            request = .invite(target, from: peer, id: self.number())
            if let route = pick(overheard.routes) { request.addOnTop("Route", route) }
        case 6:
            request = .register(
                number, from: peer, contact: "<sip:stranger@\(peer.text)>", id: self.number())
        case 7:
            request = .register(
                number, from: peer, contact: "<sip:stranger@\(peer.text)>", id: self.number())
            if let value = pick(overheard.authorizations) { request.add("Authorization", value) }
        case 8: request = .make("CANCEL", target, from: peer, id: self.number())
        case 9: request = .make("ACK", target, from: peer, id: self.number())
        case 10: return send("\u{0}\u{1}stranger\r\n\r\n")
        case _: request = .make("OPTIONS", "sip:10.1.0.1:5060", from: peer, id: self.number())
        }
        request.add("X-Origin", TrustCheck.mark)
        send(request.text)
    }

    /// Meddles with a call that is ringing: answers in the phone's place, and gives up in the
    /// caller's.
    func meddle(with invite: MessageView) {
        send(
            ResponseText(200, to: invite, contact: contact).adding("X-Origin", TrustCheck.mark).text
        )
        guard let via = invite.values("Via").dropFirst().first else { return }
        var cancel = RequestText.make("CANCEL", invite.uri, from: peer, id: number())
        cancel["Via"] = via.split(separator: ";").filter {
            !$0.hasPrefix("received") && !$0.hasPrefix("rport")
        }
        .joined(separator: ";")
        send(cancel.adding("X-Origin", TrustCheck.mark).text)
    }

    private func pick(_ values: [String]) -> String? {
        values.isEmpty ? nil : world.dice.pick(values)
    }
}

/// What a stranger could have overheard and keeps for later.
struct Overheard {
    /// Route values with flow tokens of ours.
    var routes: [String] = []
    var authorizations: [String] = []

    mutating func note(_ request: MessageView) {
        routes += request.values("Record-Route")
    }
}
