package import Provisioning

/// Who a new line's phones log in as.
package enum LineLogin: Hashable, Sendable {
    /// A private identity of its own, called like the line.
    case own
    /// A new private identity with this name.
    case named(String)
    /// That of another line of the same account.
    case shared(privateIdentity: String)
}

/// A line and, this once, the password that its phones need.
package struct IssuedLine: Hashable, Sendable {
    package let line: Line
    /// Nil for a line that shares the private identity of another.
    package let password: String?
}

extension AccountDesk {
    /// Makes a line with a generated password.
    package func addLine(
        to email: String, number: NewLine.Number, login: LineLogin = .own, by author: Author
    ) async throws(ProvisioningError) -> IssuedLine {
        let rules = rules()
        let password = PasswordGenerator.make()
        let (proof, shown): (NewLine.Login, String?) =
            switch login {
            case .own: (.new(password: password), password)
            case .named(let name): (.named(name, password: password), password)
            case .shared(let name): (.shared(privateIdentity: name), nil)
            }
        let line = try await lines.addLine(
            NewLine(
                owner: email, number: number, login: proof, domain: rules.domain,
                simservs: rules.defaultSimservs),
            by: author, now: now().wall)
        return IssuedLine(line: line, password: shown)
    }

    /// The lines of an account, in the order in which they were made.
    package func lines(of email: String) async throws(ProvisioningError) -> [Line] {
        try await lines.lines(of: email)
    }

    /// A line that belongs to this account.
    ///
    /// - Throws: `notFound` for that of another account too: nobody learns whose it is.
    package func line(_ publicIdentity: String, of email: String) async throws(ProvisioningError)
        -> Line
    {
        guard let line = try await lines.line(publicIdentity),
            EmailAddress.key(line.owner) == EmailAddress.key(email)
        else { throw ProvisioningError(.notFound, "\(email) has no line \(publicIdentity)") }
        return line
    }

    /// Gives the line's phones a new password; those with the old one cannot register again.
    ///
    /// - Returns: the new password, to be shown once.
    package func resetPassword(
        ofLine publicIdentity: String, of email: String, by author: Author
    ) async throws(ProvisioningError) -> String {
        let line = try await line(publicIdentity, of: email)
        let password = PasswordGenerator.make()
        try await lines.setLinePassword(
            line.publicIdentity, to: password, by: author, now: now().wall)
        return password
    }

    package func removeLine(_ publicIdentity: String, of email: String, by author: Author)
        async throws(ProvisioningError)
    {
        let line = try await line(publicIdentity, of: email)
        try await lines.removeLine(line.publicIdentity, by: author, now: now().wall)
    }

    /// Puts a line into the address book of the deployment, or takes it out.
    package func setListed(
        _ isListed: Bool, line publicIdentity: String, of email: String, by author: Author
    ) async throws(ProvisioningError) {
        let line = try await line(publicIdentity, of: email)
        try await lines.setListed(isListed, line.publicIdentity, by: author, now: now().wall)
    }

    package func addressBook() async throws(ProvisioningError) -> [AddressBookEntry] {
        try await lines.addressBook(limit: 10_000)
    }
}
