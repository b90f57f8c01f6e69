import Troubleshooting

/// The SMS of a test, and what its answers mean.
extension TrunkTest {
    func playMessage(_ text: String) throws {
        trunk.send(message: text, to: plan.uri, from: plan.order.caller)
        let isAnswered = try stage.play(atMost: phone == nil ? .seconds(8) : Self.patience) {
            trunk.message?.answer != nil
        }
        trunk.fallSilent()
        guard isAnswered, let answer = trunk.message?.answer else {
            return fail(
                "MESSAGE \(plan.uri): no answer came.", "see how it fares: clearwater status")
        }
        let sent = "MESSAGE \(plan.uri) with \(counted(text.utf8.count, "octet"))"
        let got = "got \(answer.status) \(answer.reason) after \(answer.after.inMilliseconds)"
        if plan.order.isUntrusted {
            if answer.status == 403 {
                note("\(sent) is not trusted either: \(got), and no phone heard of it.")
            } else {
                fail("\(sent) is not trusted and was not refused: it \(got).")
            }
            return
        }
        guard (200..<300).contains(answer.status) else {
            return fail("\(sent) \(got).", remedy(answer.status))
        }
        guard let phone else { return note("\(sent) reached the phone: it \(got).") }
        guard let received = phone.messages.first(where: { $0.callID == trunk.message?.callID })
        else { return fail("\(sent) \(got), and the built-in phone did not get it.") }
        if received.text == text {
            note("\(sent) reached the built-in phone byte for byte: it \(got).")
        } else {
            fail("\(sent) reached the built-in phone as another text: \(received.text).")
        }
    }

    /// What to do about a final answer that was not wanted.
    func remedy(_ status: UInt16) -> String? {
        let number = plan.order.number
        return switch status {
        case 403: "see who is trusted: clearwater trunk list"
        case 404: "there is no such subscriber: clearwater subscriber add \(number)"
        case 408: "its phone does not answer at its contact: clearwater subscriber show \(number)"
        case 480:
            "no phone of \(number) is registered: register one, or play with --built-in-phone"
        case 500...: "the node could not: clearwater status"
        default: nil
        }
    }

    private func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
