package import Determinism

/// A line: one public identity that belongs to an account.
package struct Line: Hashable, Sendable {
    /// `sip:6505550000@example.com`.
    package var publicIdentity: String
    /// The user part: the number, or a name.
    package var user: String
    package var domain: String
    /// The private identity that its phones log in with.
    package var privateIdentity: String
    /// From a range that is reached from the telephone network.
    package var isPSTN: Bool
    /// Row of the number, as Ellis' clients want one.
    package var numberID: Int64
    /// In the address book of the deployment.
    package var isListed: Bool
    package var owner: String
    package var created: WallTime

    package init(
        publicIdentity: String, user: String, domain: String, privateIdentity: String, isPSTN: Bool,
        numberID: Int64, isListed: Bool, owner: String, created: WallTime
    ) {
        self.publicIdentity = publicIdentity
        self.user = user
        self.domain = domain
        self.privateIdentity = privateIdentity
        self.isPSTN = isPSTN
        self.numberID = numberID
        self.isListed = isListed
        self.owner = owner
        self.created = created
    }
}

/// A line that is yet to be made, in one transaction with its number, identities and documents.
package struct NewLine: Hashable, Sendable {
    package enum Number: Hashable, Sendable {
        /// The lowest free one of the pool.
        case fromPool(isPSTN: Bool)
        /// A public identity of the caller's choice, `sip:USER@DOMAIN`, in the pool or not.
        case given(String)
    }

    package enum Login: Hashable, Sendable {
        /// A private identity of its own, `USER@DOMAIN`, with this password, which is hashed and
        /// forgotten.
        case new(password: String)
        /// One with a name of the caller's choice.
        case named(String, password: String)
        /// That of another line of the same account: the line joins its registration set.
        case shared(privateIdentity: String)
    }

    package var owner: String
    package var number: Number
    package var login: Login
    /// The domain of numbers from the pool.
    package var domain: String
    /// What the line's simservs document is at first.
    package var simservs: [UInt8]

    package init(
        owner: String, number: Number, login: Login, domain: String, simservs: [UInt8]
    ) {
        self.owner = owner
        self.number = number
        self.login = login
        self.domain = domain
        self.simservs = simservs
    }
}

/// One person of the address book.
package struct AddressBookEntry: Hashable, Sendable {
    package var email: String
    package var fullName: String
    /// Public identities that their owner listed.
    package var publicIdentities: [String]

    package init(email: String, fullName: String, publicIdentities: [String]) {
        self.email = email
        self.fullName = fullName
        self.publicIdentities = publicIdentities
    }
}
