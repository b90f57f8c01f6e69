import Determinism
import SIPTestKit

/// A trusted trunk: calls and texts subscribers, and checks its links.
final class ModelledTrunk: UserAgent {
    /// The name that it is reached by in a call, where it has one.
    var host: String?

    override var contact: String {
        guard let host else { return super.contact }
        return "<sip:\(name)@\(host)>"
    }

    func call(number: String) {
        var invite = RequestText.invite(spelling(of: number), from: peer, id: self.number())
        invite["Contact"] = contact
        invite["Max-Forwards"] = "\(2 + world.dice.below(69))"
        call(invite)
    }

    /// - Returns: the body of the message.
    @discardableResult
    func text(number: String) -> String {
        let id = self.number()
        var body = id
        // Too large for a datagram; some phones take connections, and some do not.
        if world.dice.chance(0.3) { body += String(repeating: ".", count: 1500) }
        let message = RequestText.message(spelling(of: number), from: peer, id: id, body: body)
        begin(message) { [world] answer in
            // A number that exists is never said not to.
            if let status = answer.status, [403, 404, 405].contains(status) {
                world.watch.report(
                    "a trunk's MESSAGE to a subscriber was answered \(status)", world.now)
            }
        }
        return body
    }

    func ping() {
        begin(.make("OPTIONS", "sip:node1.example.com", from: peer, id: number())) {
            [world] answer in
            if answer.status != 200 {
                world.watch.report("OPTIONS was answered \(answer.startLine)", world.now)
            }
        }
    }

    private func spelling(of number: String) -> String {
        let digits = world.dice.chance(0.5) ? number : String(number.dropFirst())
        let host = world.dice.pick([
            "example.com", "example.org", "node1.example.com", "10.1.0.1:5060", "sip.alias.example",
        ])
        return "sip:\(digits)@\(host)"
    }
}
