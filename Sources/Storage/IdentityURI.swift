import Provisioning
import SIPMessages
import Subscribers

/// The URI of a public user identity, checked and taken apart.
///
/// TS 23.003 13.4: a SIP URI or a tel URI; without port, password, parameters and headers, which
/// are no part of who somebody is.
struct IdentityURI {
    /// As it was written.
    let text: String
    /// The user part without escapes.
    let user: String
    let key: SubscriberKey

    init(_ text: String) throws(ProvisioningError) {
        let octets = Array(text.utf8)
        guard let uri = try? SIPURI.parse(octets.span, ByteRange(0, octets.count)),
            let part = uri.user, uri.password == nil, uri.port == nil, uri.parameters.isEmpty,
            uri.headers == nil, Self.isIdentity(uri.scheme)
        else { throw Self.unusable(text) }
        let user = Escapes.unescaped(octets.span.part(part))
        guard let key = SubscriberKey(user: user.span),
            let name = String(validating: user, as: UTF8.self), !user.contains(0)
        else { throw Self.unusable(text) }
        self.text = text
        self.user = name
        self.key = key
    }

    private static func isIdentity(_ scheme: SIPURI.Scheme) -> Bool {
        switch scheme {
        case .sip, .sips, .tel: true
        case .urn, .other: false
        }
    }

    private static func unusable(_ text: String) -> ProvisioningError {
        ProvisioningError(
            .invalid, "\(text.isEmpty ? "an empty text" : text) is no public identity",
            remedy: "write it like sip:6505550000@example.com or tel:+16505550000")
    }
}
