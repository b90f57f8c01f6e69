import Accounts
import WebServing

extension WebError {
    init(_ refusal: AccountRefusal) {
        switch refusal {
        case .store(let error): self.init(error)
        case .tooManyAttempts(let seconds):
            self.init(
                .tooManyRequests, refusal.description, headers: [.retryAfter: "\(seconds)"])
        case .complaints, .passwordMustChange: self.init(.badRequest, refusal.description)
        case .signUpIsClosed, .wrongSignupKey, .wrongCredentials, .invalidToken:
            self.init(.forbidden, refusal.description)
        case .addressIsTaken: self.init(.conflict, refusal.description)
        case .mailIsNotConfigured: self.init(.serviceUnavailable, refusal.description)
        }
    }
}
