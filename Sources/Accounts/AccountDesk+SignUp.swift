import Determinism
package import Provisioning

/// What a person writes to sign up.
package struct SignUp: Sendable {
    package var email: String
    package var password: String
    package var fullName: String
    /// Days after which the account ends; nil or 0 for never.
    package var expiresInDays: Int?
    package var signupKey: String?

    package init(
        email: String, password: String, fullName: String, expiresInDays: Int? = nil,
        signupKey: String?
    ) {
        self.email = email
        self.password = password
        self.fullName = fullName
        self.expiresInDays = expiresInDays
        self.signupKey = signupKey
    }
}

extension AccountDesk {
    /// Makes an account for whoever knows the signup key; it is logged in by `logIn`.
    package func signUp(_ form: SignUp, by author: Author) async throws(AccountRefusal) -> Account {
        let started = now()
        let rules = rules()
        try admit(
            [
                demand(
                    .signUp, AttemptLimiter.source(author.source), "", rules.limits.signUpOfSource)
            ], now: started)
        let complaints = Self.complaints(about: form)
        guard complaints.isEmpty else { throw .complaints(complaints) }
        guard let key = rules.signupKey, !key.isEmpty else { throw .signUpIsClosed }
        guard let given = form.signupKey, ConstantTime.isEqual(given, key) else {
            throw .wrongSignupKey
        }
        let days = Int64(form.expiresInDays ?? 0)
        let new = NewAccount(
            email: form.email, fullName: form.fullName,
            passwordHash: try await hash(form.password),
            expires: days == 0 ? nil : started.wall + .seconds(days * 24 * 3600))
        do {
            return try await accounts.addAccount(new, by: author, now: started.wall)
        } catch {
            throw error.kind == .conflict ? .addressIsTaken : .store(error)
        }
    }

    /// What is wrong with a form, field by field; empty where it can be handed in.
    package static func complaints(about form: SignUp) -> [FieldComplaint] {
        var complaints: [FieldComplaint] = []
        if !EmailAddress.isValid(form.email) {
            complaints.append(
                FieldComplaint(
                    field: "email", message: "Write an e-mail address like alice@example.com."))
        }
        if let complaint = complaint(aboutPassword: form.password, field: "password") {
            complaints.append(complaint)
        }
        if form.fullName.utf8.count > 200
            || form.fullName.unicodeScalars.contains(where: isControl)
        {
            complaints.append(
                FieldComplaint(
                    field: "full_name", message: "Write a name of one line, 200 octets at most."))
        }
        if let days = form.expiresInDays, !(0...36500).contains(days) {
            complaints.append(
                FieldComplaint(
                    field: "expires", message: "Write a number of days from 0 to 36500."))
        }
        return complaints
    }

    package static func complaint(aboutPassword password: String, field: String)
        -> FieldComplaint?
    {
        if password.count < 6 {
            return FieldComplaint(field: field, message: "Write at least 6 characters.")
        }
        if password.utf8.count > 1000 {
            return FieldComplaint(field: field, message: "Write 1000 octets at most.")
        }
        return nil
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
            || scalar.properties.generalCategory == .lineSeparator
            || scalar.properties.generalCategory == .paragraphSeparator
    }
}
