import AccountPasswords
import Determinism
import Provisioning

extension AccountDesk {
    /// Counts a log-in, before anything is looked up: the same for accounts that are not there.
    ///
    /// - Returns: what to take back when it turns out to be no guess.
    func admitLogIn(to email: String, from source: String, now: Now)
        throws(AccountRefusal) -> [AttemptLimiter.Demand]
    {
        let limits = rules().limits
        let source = AttemptLimiter.source(source)
        let account = EmailAddress.key(email)
        let ofSource = demand(.logIn, source, "", limits.logInOfSource)
        let toAccount = demand(.logIn, "", account, limits.logInToAccount)
        let isBesieged = limiter.isSpent(toAccount, now: now.instant)
        let ofPair =
            isBesieged
            ? demand(.logInToBesieged, source, account, limits.logInToBesieged)
            : demand(.logIn, source, account, limits.logInOfPair)
        // When the account's own count is spent it is not asked: strangers could shut its owner out.
        let demands = isBesieged ? [ofSource, ofPair] : [ofSource, ofPair, toAccount]
        try admit(demands, now: now)
        return demands
    }

    func admit(_ demands: [AttemptLimiter.Demand], now: Now) throws(AccountRefusal) {
        if let wait = limiter.admit(demands, now: now.instant) {
            throw .tooManyAttempts(retryAfter: max(1, Int(wait.secondsRoundedUp)))
        }
    }

    func forgive(_ demands: [AttemptLimiter.Demand], now: Now) {
        for demand in demands { limiter.forgive(demand, now: now.instant) }
    }

    func demand(
        _ purpose: AttemptLimiter.Purpose, _ source: String, _ account: String,
        _ limit: AttemptLimit
    ) -> AttemptLimiter.Demand {
        // No address is longer; what a stranger writes is not kept at any length.
        let account = String(decoding: account.utf8.prefix(254), as: UTF8.self)
        return AttemptLimiter.Demand(
            key: AttemptLimiter.Key(purpose: purpose, source: source, account: account),
            limit: limit)
    }

    // MARK: - The desk's own errors

    func credentials(of email: String, now: Now) async throws(AccountRefusal)
        -> AccountCredentials?
    {
        do {
            return try await accounts.credentials(of: email, now: now.wall)
        } catch {
            throw .store(error)
        }
    }

    func verify(_ password: String, _ stored: String?) async throws(AccountRefusal)
        -> PasswordVerdict
    {
        do {
            return try await passwords.verify(password, stored)
        } catch {
            throw .tooManyAttempts(retryAfter: 1)
        }
    }

    func hash(_ password: String, isOneTime: Bool = false) async throws(AccountRefusal)
        -> String
    {
        do {
            return try await passwords.hash(password, isOneTime: isOneTime).text
        } catch {
            throw .tooManyAttempts(retryAfter: 1)
        }
    }
}
