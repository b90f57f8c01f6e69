import Determinism
package import Provisioning

extension AccountDesk {
    /// Replaces the password of somebody who is logged in; every other session ends.
    ///
    /// - Throws: `wrongCredentials` where the old password is another; it counts as a log-in.
    package func changePassword(
        of account: Account, from old: String, to new: String, keeping token: SessionToken?,
        by author: Author
    ) async throws(AccountRefusal) {
        if let complaint = Self.complaint(aboutPassword: new, field: "new_password") {
            throw .complaints([complaint])
        }
        try await confirm(old, of: account, by: author)
        try await replace(old, by: new, of: account, keeping: token, author)
    }

    /// Asks somebody who is logged in for the password once more, before what cannot be undone.
    package func confirm(_ password: String, of account: Account, by author: Author)
        async throws(AccountRefusal)
    {
        let started = now()
        let attempt = try admitLogIn(to: account.email, from: author.source, now: started)
        let credentials = try await credentials(of: account.email, now: started)
        guard case .right = try await verify(password, credentials?.passwordHash) else {
            throw .wrongCredentials
        }
        forgive(attempt, now: started)
    }

    /// Sets a password without asking for the old one, for the operator; every session ends.
    package func setPassword(
        _ password: String, of email: String, keeping token: SessionToken?, by author: Author
    ) async throws(AccountRefusal) {
        let hash = try await hash(password)
        do {
            try await accounts.setPassword(
                of: email, to: hash, keeping: token?.digest, by: author, now: now().wall)
        } catch {
            throw .store(error)
        }
    }

    /// Removes an account with its lines; the numbers are free again.
    package func removeAccount(_ email: String, by author: Author) async throws(AccountRefusal) {
        do {
            try await accounts.removeAccount(email, by: author, now: now().wall)
        } catch {
            throw .store(error)
        }
    }

    func replace(
        _ old: String, by new: String, of account: Account, keeping token: SessionToken?,
        _ author: Author
    ) async throws(AccountRefusal) {
        if let complaint = Self.complaint(aboutPassword: new, field: "new_password") {
            throw .complaints([complaint])
        }
        guard new != old else {
            throw .complaints([
                FieldComplaint(field: "new_password", message: "Write another password.")
            ])
        }
        try await setPassword(new, of: account.email, keeping: token, by: author)
    }
}
