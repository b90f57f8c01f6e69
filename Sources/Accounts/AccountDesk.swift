package import AccountPasswords
package import Determinism
package import MailSubmission
package import Provisioning

/// A session that was just opened.
package struct OpenSession: Sendable {
    package let account: Account
    package let token: SessionToken
    package let lifetime: SessionLifetime
}

/// The rules by which persons come by accounts, sessions and lines, the same for the portal and for
/// Ellis' API.
///
/// Whoever calls says from where (`Author.source`); the desk decides how often and for whom.
package final class AccountDesk: Sendable {
    let accounts: any AccountStore
    let lines: any LineStore
    let passwords: PasswordDesk
    /// Hands a mail to the mail server; false where it takes no more now. Nil without a server.
    let submit: (@Sendable (MailMessage) -> Bool)?
    let hasMailServer: @Sendable () -> Bool
    let rules: @Sendable () -> AccountRules
    let now: @Sendable () -> Now
    let limiter = AttemptLimiter()

    /// - Parameter hasMailServer: asked each time, since settings change while this runs.
    package init(
        accounts: any AccountStore, lines: any LineStore, passwords: PasswordDesk,
        submit: (@Sendable (MailMessage) -> Bool)?,
        hasMailServer: @escaping @Sendable () -> Bool = { true },
        rules: @escaping @Sendable () -> AccountRules, now: @escaping @Sendable () -> Now
    ) {
        self.accounts = accounts
        self.lines = lines
        self.passwords = passwords
        self.submit = submit
        self.hasMailServer = hasMailServer
        self.rules = rules
        self.now = now
    }

    /// Whether somebody who forgot the password can be sent a mail.
    package var canRecover: Bool { submit != nil && hasMailServer() }

    /// Whether anybody can sign up.
    package var canSignUp: Bool { !(rules().signupKey ?? "").isEmpty }

    /// The account with this address; nil where there is none.
    package func account(called email: String) async throws(AccountRefusal) -> Account? {
        try await credentials(of: email, now: now())?.account
    }

    // MARK: - Sessions

    /// Opens a session for whoever knows the password.
    ///
    /// - Parameters:
    ///   - newPassword: replaces a one-time password; without it that one is answered
    ///     `passwordMustChange` and opens nothing.
    ///   - lifetime: how long the session lasts.
    package func logIn(
        _ email: String, password: String, replacedBy newPassword: String? = nil,
        for lifetime: SessionLifetime = .month, by author: Author
    ) async throws(AccountRefusal) -> OpenSession {
        let started = now()
        let attempt = try admitLogIn(to: email, from: author.source, now: started)
        let credentials = try await credentials(of: email, now: started)
        let isUsable = Self.complaint(aboutPassword: password, field: "password") == nil
        let verdict = try await verify(isUsable ? password : "", credentials?.passwordHash)
        guard case .right(let isOneTime, let needsRehash) = verdict, let credentials else {
            throw .wrongCredentials
        }
        if isOneTime {
            guard let newPassword else { throw .passwordMustChange }
            try await replace(
                password, by: newPassword, of: credentials.account, keeping: nil, author)
        } else if needsRehash {
            try await setPassword(password, of: credentials.account.email, keeping: nil, by: author)
        }
        forgive(attempt, now: started)
        return try await openSession(of: credentials.account, for: lifetime)
    }

    /// The account that a session belongs to; nil for a session that is over.
    package func account(of token: SessionToken) async throws(AccountRefusal) -> Account? {
        do {
            return try await accounts.account(ofSession: token.digest, now: now().wall)
        } catch {
            throw .store(error)
        }
    }

    package func logOut(_ token: SessionToken) async throws(AccountRefusal) {
        do {
            try await accounts.closeSession(token.digest)
        } catch {
            throw .store(error)
        }
    }

    /// Opens a session without a password, for somebody who just proved who it is otherwise.
    package func openSession(of account: Account, for lifetime: SessionLifetime = .month)
        async throws(AccountRefusal) -> OpenSession
    {
        let token = SessionToken()
        let wall = now().wall
        do {
            try await accounts.openSession(
                of: account.email, token: token.digest, expires: wall + lifetime.interval,
                now: wall)
        } catch {
            throw .store(error)
        }
        return OpenSession(account: account, token: token, lifetime: lifetime)
    }
}

extension WallTime {
    static func + (time: WallTime, interval: Interval) -> WallTime {
        WallTime(milliseconds: time.milliseconds + interval.nanoseconds / 1_000_000)
    }
}
