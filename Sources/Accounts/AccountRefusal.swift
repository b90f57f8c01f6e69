package import Provisioning

/// Why a person does not get what was asked for. Nothing was changed.
package enum AccountRefusal: Error, Hashable, Sendable {
    /// Fields `email`, `password`, `full_name`, `expires`, `new_password` that cannot be used.
    case complaints([FieldComplaint])
    /// This deployment has no signup key, so nobody can sign up.
    case signUpIsClosed
    case wrongSignupKey
    case addressIsTaken
    /// Either the address or the password is wrong; it is not told which.
    case wrongCredentials
    /// The password was right and is a one-time password: log in again with a new one beside it.
    case passwordMustChange
    /// The recovery token or the address is wrong, or the token was used or is too old.
    case invalidToken
    /// - retryAfter: seconds.
    case tooManyAttempts(retryAfter: Int)
    /// No mail server is configured, so nobody gets a recovery mail.
    case mailIsNotConfigured
    case store(ProvisioningError)
}

extension AccountRefusal: CustomStringConvertible {
    /// One sentence for the person who asked.
    package var description: String {
        switch self {
        case .complaints(let complaints): complaints.map(\.message).joined(separator: " ")
        case .signUpIsClosed:
            "Nobody can sign up here: the operator has not set a signup key."
        case .wrongSignupKey: "The signup key is missing or wrong."
        case .addressIsTaken: "There is an account with this e-mail address already."
        case .wrongCredentials: "The e-mail address or the password is wrong."
        case .passwordMustChange: "This password can be used once: choose a new one."
        case .invalidToken: "The link is wrong, was used, or is too old: ask for a new one."
        case .tooManyAttempts(let seconds): "Too many attempts: try again in \(seconds) seconds."
        case .mailIsNotConfigured:
            "No mail can be sent: the operator has not set a mail server (smtp_smarthost)."
        case .store(let error): "This cannot be done: \(error)."
        }
    }
}
