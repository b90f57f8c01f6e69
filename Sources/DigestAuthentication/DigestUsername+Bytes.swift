package import Subscribers

extension DigestUsername {
    /// The user name without a trailing `@realm`; a name under another domain stays whole.
    @_lifetime(copy username)
    package static func userPart(of username: Span<UInt8>, realm: Span<UInt8>) -> Span<UInt8> {
        let length = username.count - realm.count - 1
        guard length > 0, username[length] == UInt8(ascii: "@") else { return username }
        guard username.extracting(last: realm.count).equals(realm) else { return username }
        return username.extracting(first: length)
    }

    /// Which of a subscriber's spellings the client used: the place in `spellings(of:realm:)` and
    /// so in `Subscriber.digestHashes`.
    ///
    /// - Returns: nil for a name that is none of them.
    /// - Cost: O(length); no allocation.
    package static func place(of username: Span<UInt8>, user: String, realm: Span<UInt8>) -> Int? {
        let part = userPart(of: username, realm: realm)
        let withRealm = part.count == username.count ? 0 : 1
        let plus = UInt8(ascii: "+")
        let bytes = user.utf8.span
        if part.equals(bytes) { return withRealm }
        if !bytes.isEmpty, bytes[0] == plus {
            return part.equals(bytes.extracting(droppingFirst: 1)) ? 2 + withRealm : nil
        }
        guard !part.isEmpty, part[0] == plus, SubscriberKey.isTelephoneNumber(bytes) else {
            return nil
        }
        return part.extracting(droppingFirst: 1).equals(bytes) ? 2 + withRealm : nil
    }
}
