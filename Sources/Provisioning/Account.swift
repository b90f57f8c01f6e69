package import Determinism

/// A person who may log in: one e-mail address, any number of lines.
package struct Account: Hashable, Sendable {
    package var id: Int64
    /// As it was written at sign-up; compared without regard to case.
    package var email: String
    package var fullName: String
    /// May use the operator's pages and choose numbers.
    package var isAdministrator: Bool
    package var created: WallTime
    /// When the account and its lines end; nil for never.
    package var expires: WallTime?

    package init(
        id: Int64, email: String, fullName: String, isAdministrator: Bool, created: WallTime,
        expires: WallTime?
    ) {
        self.id = id
        self.email = email
        self.fullName = fullName
        self.isAdministrator = isAdministrator
        self.created = created
        self.expires = expires
    }
}

/// An account that is yet to be stored.
package struct NewAccount: Hashable, Sendable {
    package var email: String
    package var fullName: String
    /// A `PasswordHash` as text; never the password.
    package var passwordHash: String
    package var isAdministrator: Bool
    package var expires: WallTime?

    package init(
        email: String, fullName: String, passwordHash: String, isAdministrator: Bool = false,
        expires: WallTime? = nil
    ) {
        self.email = email
        self.fullName = fullName
        self.passwordHash = passwordHash
        self.isAdministrator = isAdministrator
        self.expires = expires
    }
}

/// An account with what it is proved by, for whoever checks a password.
package struct AccountCredentials: Hashable, Sendable {
    package var account: Account
    package var passwordHash: String

    package init(account: Account, passwordHash: String) {
        self.account = account
        self.passwordHash = passwordHash
    }
}

/// An account and how many lines it has, for a list.
package struct AccountSummary: Hashable, Sendable {
    package var account: Account
    package var lines: Int

    package init(account: Account, lines: Int) {
        self.account = account
        self.lines = lines
    }
}
