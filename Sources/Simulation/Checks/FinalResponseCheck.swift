import IMSFunctions
import SIPTestKit
import SIPTransports

/// At most one final response a server transaction: repeated as often as need be, never another
/// one.
///
/// RFC 3261 17.2. Several 2xx to an INVITE are several dialogs (13.3.1.4), but never after a
/// refusal. A phone whose sender is not known, or cannot be looked up, is refused without a
/// transaction, so its next attempt may fare better.
struct FinalResponseCheck {
    private struct Key: Hashable {
        var epoch: Int
        var branch: String
        var method: String
        var callID: String
    }

    private var finals: [Key: String] = [:]
    private let trunks = EngineBench.usualSettings.trunks

    mutating func left(_ message: MessageView, over flow: Flow, epoch: Int) -> String? {
        guard let status = message.status, status >= 200 else { return nil }
        let key = Key(
            epoch: epoch, branch: message.branch, method: message.method, callID: message.callID)
        let isDialog = message.method == "INVITE" && status < 300
        let final = isDialog ? "2xx" : "\(status) \(message.toTag ?? "")"
        guard let first = finals[key] else {
            let isTrunk = trunks.match(flow.remote.address) != nil
            if isTrunk || ![401, 403, 503].contains(status) { finals[key] = final }
            return nil
        }
        return first == final
            ? nil
            : "several final responses to \(message.method) \(message.branch): \(first), \(final)"
    }
}
