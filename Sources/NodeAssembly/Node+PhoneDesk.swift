import Foundation
package import Provisioning
import SIPTransports
import Subscribers

/// The phones of a line, as its page shows them.
extension Node: PhoneDesk {
    package nonisolated func phones(
        of publicIdentity: String
    ) async throws(ProvisioningError) -> [RegisteredPhone] {
        guard let key = SubscriberKey(publicIdentity: publicIdentity) else { return [] }
        let now = NodeClock.now().wall
        do {
            let bindings = try database.record(for: key)?.bindings ?? []
            return bindings.filter { $0.expires > now }.map(RegisteredPhone.init)
        } catch {
            throw ProvisioningError(
                .unavailable, "the registrations cannot be read: \(error)", remedy: "try again")
        }
    }

    package func removePhone(
        _ contact: String, of publicIdentity: String, by author: Author
    ) async throws(ProvisioningError) -> Bool {
        guard let key = SubscriberKey(publicIdentity: publicIdentity) else { return false }
        switch await removePhone(contact, of: key) {
        case .nothing: return false
        case .removed:
            await record("remove phone", "\(contact) of \(publicIdentity)", by: author)
            return true
        case .unavailable:
            throw ProvisioningError(
                .unavailable, "the registration could not be ended", remedy: "try again")
        }
    }
}

extension RegisteredPhone {
    init(_ binding: Binding) {
        self.init(
            contact: String(decoding: binding.contact, as: UTF8.self),
            transport: "\(binding.flow.transport.viaName)", source: "\(binding.flow.remote)",
            since: binding.registered, expires: binding.expires,
            userAgent: String(decoding: binding.userAgent, as: UTF8.self),
            isReachable: !binding.flowIsGone)
    }
}

extension SubscriberKey {
    /// - Parameter publicIdentity: `sip:USER@DOMAIN` or `tel:NUMBER`; the domain plays no part.
    init?(publicIdentity: String) {
        guard let colon = publicIdentity.firstIndex(of: ":") else { return nil }
        let rest = publicIdentity[publicIdentity.index(after: colon)...]
        let user = rest.prefix { $0 != "@" && $0 != ";" && $0 != "?" }
        guard let text = String(user).removingPercentEncoding else { return nil }
        self.init(text)
    }
}
