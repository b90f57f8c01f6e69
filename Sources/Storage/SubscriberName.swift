import Subscribers

/// What a subscriber may be called.
enum SubscriberName {
    /// A number without its visual separators, or a name that stands in a SIP URI without escapes.
    ///
    /// RFC 3261 25.1 `user`, without what starts parameters or a password.
    static func checked(_ user: String) throws(StorageError) -> String {
        let octets = Array(user.utf8)
        if SubscriberKey.isTelephoneNumber(octets.span) {
            let number = String(user.filter { $0 == "+" || $0.isNumber })
            guard number.utf8.count <= 32 else { throw unusable(user) }
            return number
        }
        guard !octets.isEmpty, octets.count <= 128, octets.allSatisfy(isPlain) else {
            throw unusable(user)
        }
        return user
    }

    static func unusable(_ user: String) -> StorageError {
        StorageError(
            .badUser, "is no number and no name that can stand in a SIP URI",
            at: user.isEmpty ? "(empty name)" : user,
            remedy:
                "write it like +15551000000 or alice: letters, digits and -_.!~*'&=+$, no domain"
        )
    }

    private static func isPlain(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case _: "-_.!~*'&=+$".utf8.contains(octet)
        }
    }
}
