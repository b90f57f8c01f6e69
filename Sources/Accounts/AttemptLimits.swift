package import Determinism

/// A number of attempts that may be made at once, and how soon one of them is given back.
package struct AttemptLimit: Hashable, Sendable {
    package var burst: Int
    package var every: Interval

    package init(_ burst: Int, every: Interval) {
        self.burst = burst
        self.every = every
    }
}

/// How often what can be guessed or abused may be tried.
package struct AttemptLimits: Hashable, Sendable {
    /// Log-ins of one source, whatever the account.
    package var logInOfSource = AttemptLimit(30, every: .seconds(10))
    /// Log-ins of one source to one account.
    package var logInOfPair = AttemptLimit(6, every: .seconds(60))
    /// Failed log-ins to one account from everywhere. When it is spent, nobody is shut out: each
    /// source may still try as `logInToBesieged` says.
    package var logInToAccount = AttemptLimit(60, every: .seconds(60))
    package var logInToBesieged = AttemptLimit(1, every: .seconds(600))
    package var signUpOfSource = AttemptLimit(20, every: .seconds(30))
    package var recoveryOfSource = AttemptLimit(10, every: .seconds(300))
    package var recoveryOfAddress = AttemptLimit(3, every: .seconds(1200))
    /// Mails of the whole deployment, lest its provider takes it for a sender of spam.
    package var recoveryMails = AttemptLimit(50, every: .seconds(60))
    /// Attempts at a recovery token, of one source.
    package var tokenOfSource = AttemptLimit(20, every: .seconds(30))

    package init() {}
}
