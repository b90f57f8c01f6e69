import Provisioning
import Subscribers

/// A public identity that a line may have, taken apart.
struct LineIdentity: Hashable, Sendable {
    let user: String
    let domain: String
    let key: SubscriberKey

    var uri: String { "sip:\(user)@\(domain)" }

    /// - Parameter uri: `sip:USER@DOMAIN`, without port or parameters.
    /// - Throws: `invalid`. Whose domain it is, the store does not know.
    init(uri: String) throws(ProvisioningError) {
        let parts = uri.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased().hasPrefix("sip:") else {
            throw ProvisioningError(
                .invalid, "this is no SIP URI of a line",
                remedy: "write it like sip:6505550000@example.com")
        }
        try self.init(user: String(parts[0].dropFirst(4)), domain: String(parts[1]))
    }

    init(user: String, domain: String) throws(ProvisioningError) {
        do throws(StorageError) {
            self.user = try SubscriberName.checked(user)
            guard let key = SubscriberKey(self.user) else { throw SubscriberName.unusable(user) }
            self.key = key
        } catch {
            throw ProvisioningError(error)
        }
        let octets = Array(domain.utf8)
        guard !octets.isEmpty, octets.count <= 253, octets.allSatisfy(Self.isHost) else {
            throw ProvisioningError(
                .invalid, "the domain of the SIP URI is none",
                remedy: "write a host name such as example.com, without a port")
        }
        self.domain = domain.lowercased()
    }

    /// Host names, IPv4 addresses, and IPv6 addresses in brackets.
    private static func isHost(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x3A, 0x41...0x5B, 0x5D, 0x61...0x7A: true
        case _: octet == UInt8(ascii: ".") || octet == UInt8(ascii: "-")
        }
    }
}
