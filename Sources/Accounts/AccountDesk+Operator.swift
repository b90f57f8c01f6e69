import AccountPasswords
import Determinism
package import Provisioning

/// What the operator does for a person: who says so is no guess, so nothing is counted.
extension AccountDesk {
    static let passwordLinkLifetime = Interval.seconds(24 * 3600)

    /// Makes an account without a signup key; a password link lets its owner in.
    package func addAccount(
        _ email: String, fullName: String, expiresInDays: Int?, by author: Author
    ) async throws(AccountRefusal) -> Account {
        // Nobody knows it, and nobody will.
        let password = PasswordGenerator.make()
        let form = SignUp(
            email: email, password: password, fullName: fullName, expiresInDays: expiresInDays,
            signupKey: nil)
        let complaints = Self.complaints(about: form)
        guard complaints.isEmpty else { throw .complaints(complaints) }
        let hash = try await hash(password)
        let wall = now().wall
        let expires = expiresInDays.flatMap { $0 == 0 ? nil : Self.later($0, than: wall) }
        do {
            return try await accounts.addAccount(
                NewAccount(
                    email: email, fullName: fullName, passwordHash: hash, expires: expires),
                by: author, now: wall)
        } catch {
            throw error.kind == .conflict ? .addressIsTaken : .store(error)
        }
    }

    /// Makes a link by which an account's owner chooses a password within a day; an earlier link is
    /// of no use any more, the password stays until then.
    package func passwordLink(for email: String) async throws(AccountRefusal) -> String {
        let started = now()
        guard let account = try await credentials(of: email, now: started)?.account else {
            throw .store(ProvisioningError(.notFound, "\(email) has no account"))
        }
        let token = SessionToken()
        do {
            _ = try await accounts.setRecoveryToken(
                token.digest, of: account.email, expires: started.wall + Self.passwordLinkLifetime,
                now: started.wall)
        } catch {
            throw .store(error)
        }
        return RecoveryMail(account: account, token: token, rules: rules()).link
    }

    /// Ends an account so many days from now, or never.
    package func setExpiry(_ days: Int?, of email: String, by author: Author)
        async throws(AccountRefusal)
    {
        if let days, !(1...36500).contains(days) {
            throw .complaints([
                FieldComplaint(field: "expires", message: "Write a number of days from 1 to 36500.")
            ])
        }
        let wall = now().wall
        do {
            try await accounts.setExpiry(
                days.map { Self.later($0, than: wall) }, of: email, by: author, now: wall)
        } catch {
            throw .store(error)
        }
    }

    private static func later(_ days: Int, than now: WallTime) -> WallTime {
        now + .seconds(Int64(days) * 24 * 3600)
    }
}
