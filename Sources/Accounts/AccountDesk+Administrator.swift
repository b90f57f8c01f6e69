package import Provisioning

/// The log-in of the first administrator, to be shown once.
package struct OneTimeLogIn: Hashable, Sendable {
    package let email: String
    package let password: String
}

extension AccountDesk {
    /// Makes an administrator where there is none yet: `admin@DOMAIN`, or `admin@localhost` for a
    /// domain in brackets.
    ///
    /// - Returns: its one-time password, which `logIn` takes only together with a new one; nil
    ///   where there is an administrator already.
    package func firstAdministrator(by author: Author) async throws(AccountRefusal)
        -> OneTimeLogIn?
    {
        do {
            guard try await !accounts.hasAdministrator(now: now().wall) else { return nil }
        } catch {
            throw .store(error)
        }
        let address = "admin@\(rules().domain)"
        let email = EmailAddress.isValid(address) ? address : "admin@localhost"
        let password = PasswordGenerator.make()
        let hash = try await hash(password, isOneTime: true)
        do {
            _ = try await accounts.addAccount(
                NewAccount(
                    email: email, fullName: "Administrator", passwordHash: hash,
                    isAdministrator: true), by: author, now: now().wall)
        } catch {
            throw .store(error)
        }
        return OneTimeLogIn(email: email, password: password)
    }
}
