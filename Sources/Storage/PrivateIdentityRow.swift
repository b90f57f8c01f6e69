import DigestAuthentication
import Provisioning
import Subscribers

/// What the table of private identities keeps of one, made from its name and what proves it.
struct PrivateIdentityRow {
    let name: String
    let realm: String
    /// Whose spellings the hashes are for; nil where the one hash is for the name alone.
    let user: String?
    let hashes: [DigestHash]

    init(
        name: String, realm: String, _ credentials: PrivateCredentials
    ) throws(ProvisioningError) {
        self.name = try Self.checked(name, as: "a private identity")
        self.realm = try Self.checked(realm, as: "a realm")
        switch credentials {
        case .digestHash(let hash):
            user = nil
            hashes = [hash]
        case .password(let password):
            try Self.check(password: password)
            user = Self.user(of: name, realm: realm)
            hashes = (user.map { DigestUsername.spellings(of: $0, realm: realm) } ?? [name]).map {
                DigestHash(username: $0, realm: realm, password: password)
            }
        }
    }

    /// The name without the realm; nil for one of another domain, which has no other spellings.
    static func user(of name: String, realm: String) -> String? {
        if name.utf8.count > realm.utf8.count + 1, name.hasSuffix("@" + realm) {
            return String(name.dropLast(realm.count + 1))
        }
        return name.contains("@") ? nil : name
    }

    /// The hash for the name as it is spelled, out of those that are stored.
    static func hash(
        of name: String, realm: String, user: String?, in hashes: [DigestHash]
    ) -> DigestHash? {
        guard let user else { return hashes.first }
        let place = DigestUsername.spellings(of: user, realm: realm).firstIndex(of: name)
        return place.flatMap { $0 < hashes.count ? hashes[$0] : nil }
    }

    private static func checked(
        _ text: String, as what: String
    ) throws(ProvisioningError) -> String {
        // What a quoted string of RFC 3261 25.1 holds without escapes.
        let isClean = text.utf8.allSatisfy {
            $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        guard !text.isEmpty, text.utf8.count <= 255, isClean else {
            throw ProvisioningError(
                .invalid, "\(text.isEmpty ? "an empty text" : text) is no name for \(what)",
                remedy: "use 1 to 255 octets without spaces, quotes and backslashes")
        }
        return text
    }

    private static func check(password: String) throws(ProvisioningError) {
        let isClean = password.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard !password.isEmpty, password.utf8.count <= 255, isClean else {
            throw ProvisioningError(
                .invalid, "the password is empty, too long or has control characters",
                remedy: "choose one of 1 to 255 octets on one line")
        }
    }
}
