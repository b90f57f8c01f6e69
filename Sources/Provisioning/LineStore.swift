package import Determinism

/// The lines of accounts and the numbers that they are made from.
package protocol LineStore: Sendable {
    /// In the order in which they were made.
    func lines(of email: String) async throws(ProvisioningError) -> [Line]

    /// - Returns: nil for an identity that is no account's line.
    func line(_ publicIdentity: String) async throws(ProvisioningError) -> Line?

    /// - Throws: `exhausted` where the pool has none, `conflict` for a number that is taken,
    ///   `notFound` for an account or a private identity that is not there, `forbidden` for a private
    ///   identity of another account, `invalid` for an identity that is no SIP URI of ours.
    func addLine(_ new: NewLine, by author: Author, now: WallTime) async throws(ProvisioningError)
        -> Line

    /// Removes the line, its service documents and, with the last of its registration set, the
    /// private identity; the number is free again.
    ///
    /// - Throws: `conflict` for the first identity of a set that others still belong to.
    func removeLine(_ publicIdentity: String, by author: Author, now: WallTime)
        async throws(ProvisioningError)

    /// The private identity's password, hashed; registrations stay, the next one needs it.
    func setLinePassword(
        _ publicIdentity: String, to password: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError)

    func setListed(_ isListed: Bool, _ publicIdentity: String, by author: Author, now: WallTime)
        async throws(ProvisioningError)

    /// Who listed a line, in the order of names.
    func addressBook(limit: Int) async throws(ProvisioningError) -> [AddressBookEntry]

    // MARK: - Number pool

    /// Adds numbers one after the other, those that are in the pool already left as they are.
    ///
    /// - Returns: how many were added.
    /// - Throws: `invalid` for a start that is no number, or more than a million at a time.
    func addNumbers(
        from start: String, count: Int, isPSTN: Bool, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Int

    /// Takes free numbers of a range out of the pool; those in use stay.
    ///
    /// - Returns: how many were removed.
    func removeNumbers(from start: String, count: Int, by author: Author, now: WallTime)
        async throws(ProvisioningError) -> Int

    /// The pool as ranges of consecutive numbers of one kind.
    func numberRanges() async throws(ProvisioningError) -> [NumberRange]
}

/// Consecutive numbers of the pool.
package struct NumberRange: Hashable, Sendable {
    package var first: String
    package var last: String
    package var count: Int
    package var isPSTN: Bool
    package var used: Int

    package init(first: String, last: String, count: Int, isPSTN: Bool, used: Int) {
        self.first = first
        self.last = last
        self.count = count
        self.isPSTN = isPSTN
        self.used = used
    }
}
