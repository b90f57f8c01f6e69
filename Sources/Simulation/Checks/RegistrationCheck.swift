import Determinism
import SIPTestKit
import SIPTransports
import Subscribers

/// The contact that a phone is told it has registered is on the disk when it is told.
///
/// The subscriber's other contacts may be on their way out of it, by another phone's request.
struct RegistrationCheck {
    private var said: Set<String> = []

    mutating func left(
        _ message: MessageView, over flow: Flow, disk: FakeStore, wall: WallTime
    ) -> String? {
        guard message.status == 200, message.method == "REGISTER" else { return nil }
        // A repetition says what was true when it was first said.
        guard said.insert("\(message.branch) \(message.toTag ?? "")").inserted else { return nil }
        let user = String(
            MessageView.uri(of: message["To"] ?? "").dropFirst(4).prefix { $0 != "@" })
        let durable = (disk[user]?.bindings ?? []).filter { $0.expires > wall }
            .map { String(decoding: $0.contact, as: UTF8.self) }
        for contact in message.values("Contact").map(MessageView.uri)
        where contact.contains(flow.remote.address.hostText) && !durable.contains(contact) {
            return "\(contact) of \(user) was acknowledged and is not on the disk"
        }
        return nil
    }
}
