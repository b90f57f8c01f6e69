package import Subscribers

extension DigestHash {
    /// H(A1) of a password for one spelling of the user name.
    ///
    /// RFC 2617 3.2.2.2.
    package init(username: String, realm: String, password: String) {
        var hash = ColonHash()
        hash.start(Array(username.utf8).span)
        hash.appendColon(then: Array(realm.utf8).span)
        hash.appendColon(then: Array(password.utf8).span)
        self = hash.value()
    }

    /// Equality that takes the same time wherever the difference lies.
    package func equalsInConstantTime(_ other: DigestHash) -> Bool {
        (high ^ other.high) | (low ^ other.low) == 0
    }
}
