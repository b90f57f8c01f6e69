import Accounts
import Hummingbird
import Provisioning
import WebServing

/// Why a call is not answered as its client hoped, in the form that Ellis' clients read.
struct EllisFailure: Error {
    var status: HTTPResponse.Status
    var reason: String
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ reason: String, headers: HTTPFields = [:]) {
        self.status = status
        self.reason = reason
        self.headers = headers
    }

    init(_ error: any Error, _ context: WebRequestContext) {
        switch error {
        case let failure as EllisFailure: self = failure
        case let refusal as AccountRefusal: self.init(refusal)
        case let error as ProvisioningError: self.init(error)
        case let error as WebError: self.init(error.status, error.reason, headers: error.headers)
        case let error as any HTTPResponseError:
            self.init(error.status, "this request cannot be read", headers: [:])
        default:
            context.logger.error(
                "a request failed", metadata: ["error": "\(type(of: error))"])
            self.init(
                .internalServerError, "the server failed at this request; its log says more")
        }
    }

    init(_ refusal: AccountRefusal) {
        switch refusal {
        case .complaints(let complaints):
            self.init(
                .badRequest,
                complaints.map { "\($0.field): \($0.message)" }.joined(separator: " "))
        case .signUpIsClosed, .wrongSignupKey: self.init(.forbidden, "\(refusal)")
        case .addressIsTaken: self.init(.conflict, "\(refusal)")
        case .wrongCredentials: self.init(.forbidden, "Incorrect username or password")
        case .passwordMustChange:
            self.init(.forbidden, "\(refusal) Log in to the portal to do so.")
        case .invalidToken: self.init(.unprocessableContent, "Invalid token or email address")
        case .tooManyAttempts(let seconds):
            self.init(
                .tooManyRequests, "\(refusal)", headers: [.retryAfter: String(seconds)])
        case .mailIsNotConfigured: self.init(.serviceUnavailable, "\(refusal)")
        case .store(let error): self.init(error)
        }
    }

    init(_ error: ProvisioningError) {
        switch error.kind {
        case .exhausted: self.init(.serviceUnavailable, "No available numbers")
        case .unavailable: self.init(.badGateway, "Upstream request failed: \(error)")
        case .notFound, .conflict, .invalid, .forbidden, .changedMeanwhile:
            let web = WebError(error)
            self.init(web.status, web.reason, headers: web.headers)
        }
    }

    var answer: EllisAnswer {
        EllisAnswer(
            .object([
                "error": true, "status": .number(Double(status.code)),
                "message": .string(status.reasonPhrase), "reason": .string(reason),
                "detail": .object([:]),
            ]), status: status, headers: headers)
    }
}
