import Determinism
package import Provisioning

extension AccountDesk {
    static let recoveryLifetime = Interval.seconds(3600)

    /// Sends a mail with a link that sets a new password, where there is such an account.
    ///
    /// What is returned or thrown, and how long it takes, is the same whether there is one.
    /// - Throws: `tooManyAttempts`, `mailIsNotConfigured`, `store`.
    package func sendRecoveryMail(to email: String, by author: Author)
        async throws(AccountRefusal)
    {
        guard let submit, hasMailServer() else { throw .mailIsNotConfigured }
        let started = now()
        let rules = rules()
        let answerAt = ContinuousClock.now + rules.recoveryAnswer
        try admit(
            [
                demand(
                    .recovery, AttemptLimiter.source(author.source), "",
                    rules.limits.recoveryOfSource),
                demand(.recovery, "", EmailAddress.key(email), rules.limits.recoveryOfAddress),
                demand(.recovery, "", "", rules.limits.recoveryMails),
            ], now: started)
        let token = SessionToken()
        if let account = try await credentials(of: email, now: started)?.account {
            try await keep(token, for: account, now: started)
            // A mail that cannot be handed over is told to the log only: the answer stays the same.
            _ = submit(RecoveryMail(account: account, token: token, rules: rules).message)
        }
        try? await Task.sleep(until: answerAt, clock: .continuous)
    }

    /// Sets a new password for whoever holds the token of the mail; every session ends.
    package func recover(
        _ email: String, token text: String, newPassword: String, by author: Author
    ) async throws(AccountRefusal) {
        let started = now()
        try admit(
            [
                demand(
                    .token, AttemptLimiter.source(author.source), "",
                    rules().limits.tokenOfSource)
            ], now: started)
        if let complaint = Self.complaint(aboutPassword: newPassword, field: "password") {
            throw .complaints([complaint])
        }
        // Hashed before it is known whether the token is right, so that the time tells nothing.
        let hash = try await hash(newPassword)
        guard let token = SessionToken(text: text) else { throw .invalidToken }
        let isDone: Bool
        do {
            isDone = try await accounts.recover(
                email, token: token.digest, passwordHash: hash, by: author, now: now().wall)
        } catch {
            throw .store(error)
        }
        guard isDone else { throw .invalidToken }
    }

    private func keep(_ token: SessionToken, for account: Account, now: Now)
        async throws(AccountRefusal)
    {
        do {
            _ = try await accounts.setRecoveryToken(
                token.digest, of: account.email, expires: now.wall + Self.recoveryLifetime,
                now: now.wall)
        } catch {
            throw .store(error)
        }
    }
}
