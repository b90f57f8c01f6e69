package import Determinism

/// Accounts, their sessions and their recovery tokens, durable when a call returns.
///
/// Tokens are random values that a browser or an e-mail holds; only their SHA-256 is handed in and
/// kept. Expired sessions, tokens and accounts are as if they were not there.
package protocol AccountStore: Sendable {
    /// - Throws: `conflict` for an address that has an account, `invalid` for one that is none.
    func addAccount(_ new: NewAccount, by author: Author, now: WallTime)
        async throws(ProvisioningError) -> Account

    /// - Returns: nil where nobody has that address.
    func credentials(of email: String, now: WallTime) async throws(ProvisioningError)
        -> AccountCredentials?

    /// Accounts in the order of their e-mail, whose e-mail, name or number contains the text.
    func accounts(matching text: String, after email: String, limit: Int, now: WallTime)
        async throws(ProvisioningError) -> [AccountSummary]

    /// True where somebody may use the operator's pages.
    func hasAdministrator(now: WallTime) async throws(ProvisioningError) -> Bool

    /// Ends every session of the account but the one that asks.
    func setPassword(
        of email: String, to passwordHash: String, keeping session: [UInt8]?, by author: Author,
        now: WallTime
    ) async throws(ProvisioningError)

    /// Has the account end at this moment; nil for never.
    ///
    /// - Throws: `forbidden` for the only administrator.
    func setExpiry(_ expires: WallTime?, of email: String, by author: Author, now: WallTime)
        async throws(ProvisioningError)

    /// Removes the account with its lines, documents and sessions; the numbers are free again.
    ///
    /// - Throws: `forbidden` for the only administrator.
    func removeAccount(_ email: String, by author: Author, now: WallTime)
        async throws(ProvisioningError)

    /// Removes the accounts whose time is over, as `removeAccount` would.
    func removeExpiredAccounts(by author: Author, now: WallTime) async throws(ProvisioningError)
        -> Int

    // MARK: - Sessions

    func openSession(of email: String, token: [UInt8], expires: WallTime, now: WallTime)
        async throws(ProvisioningError)

    func account(ofSession token: [UInt8], now: WallTime) async throws(ProvisioningError)
        -> Account?

    func closeSession(_ token: [UInt8]) async throws(ProvisioningError)

    // MARK: - Recovery

    /// Replaces an earlier token of the account.
    ///
    /// - Returns: false where nobody has that address.
    func setRecoveryToken(_ token: [UInt8], of email: String, expires: WallTime, now: WallTime)
        async throws(ProvisioningError) -> Bool

    /// Sets the password and uses the token up, both or neither; every session ends.
    ///
    /// - Returns: false for a token that is wrong, used or too old, or an unknown address.
    func recover(
        _ email: String, token: [UInt8], passwordHash: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Bool
}
