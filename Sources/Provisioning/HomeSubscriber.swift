package import Subscribers

/// An implicit registration set: its public identities register and deregister together
/// (TS 23.228 5.2.1a). Known to clients by a UUID that says nothing but the row.
package struct RegistrationSetID: Hashable, Sendable {
    package var row: Int64
    package init(row: Int64) { self.row = row }
}

/// A service profile: public identities of one set with the same filter criteria
/// (TS 29.228 annex B).
package struct ServiceProfileID: Hashable, Sendable {
    package var row: Int64
    package init(row: Int64) { self.row = row }
}

/// A private user identity with what proves it.
package struct PrivateIdentity: Hashable, Sendable {
    /// `6505550000@example.com`.
    package var name: String
    package var realm: String
    /// H(A1) of the name, spelled exactly so.
    package var digestHash: DigestHash

    package init(name: String, realm: String, digestHash: DigestHash) {
        self.name = name
        self.realm = realm
        self.digestHash = digestHash
    }
}

/// What a private identity is to be proved by from now on.
package enum PrivateCredentials: Hashable, Sendable {
    /// Hashed for every spelling that a phone may use, then forgotten.
    case password(String)
    /// H(A1) for the name as it is spelled.
    case digestHash(DigestHash)
}

/// A public user identity as it is provisioned.
package struct PublicIdentity: Hashable, Sendable {
    /// A SIP, SIPS or tel URI without parameters.
    package var uri: String
    /// May register, and nothing else (TS 23.228 5.2.1a).
    package var isBarred: Bool
    /// The `<PublicIdentity>` element as it was put, for whoever gets it back; empty where the
    /// identity was made otherwise.
    package var element: [UInt8]

    package init(uri: String, isBarred: Bool = false, element: [UInt8] = []) {
        self.uri = uri
        self.isBarred = isBarred
        self.element = element
    }
}

/// Where a public identity stands.
package struct PublicIdentityPlace: Hashable, Sendable {
    package var uri: String
    package var set: RegistrationSetID
    package var profile: ServiceProfileID

    package init(uri: String, set: RegistrationSetID, profile: ServiceProfileID) {
        self.uri = uri
        self.set = set
        self.profile = profile
    }
}
