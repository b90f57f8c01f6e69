import IMSFunctions
import SIPMessages
import Subscribers

/// Who a phone's request is from, by our word (RFC 3325 9.1).
enum AssertedIdentity {
    /// The usual subscriber: its user part at the home domain.
    case user(String)
    /// A public identity as it was provisioned.
    case uri(String)

    /// As P-Asserted-Identity has it.
    func text(domain: String) -> [UInt8] {
        switch self {
        case .user(let user): Array("<sip:\(user)@\(domain)>".utf8)
        case .uri(let uri): Array("<\(uri)>".utf8)
        }
    }
}

extension Engine {
    /// The identity that a registered phone gets: the one that it prefers where that is one of its
    /// own, else the default one (TS 24.229 5.2.6.3.3).
    ///
    /// - Parameter key: by which the subscriber was found.
    /// - Returns: nil for one that is barred.
    func assertedIdentity(
        of subscriber: Subscriber, foundBy key: SubscriberKey, for request: Request
    ) -> AssertedIdentity? {
        guard let set = subscriber.set else { return .user(subscriber.user) }
        guard !set.isBarred(key) else { return nil }
        // Found by From although it prefers to be somebody, who is not of its set then.
        let isNamed = (preferredIdentity(of: request) ?? key) == key
        let named = isNamed ? set.identities(with: key).first { !$0.isBarred } : nil
        return (named ?? set.defaultIdentity).map { .uri($0.uri) }
    }
}
