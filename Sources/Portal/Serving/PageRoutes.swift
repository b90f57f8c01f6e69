import Accounts
import Hummingbird
import Provisioning
import WebServing

/// Adds pages and forms to a router: finds out who asks, checks the form's token, and answers
/// whatever is thrown with a page.
struct PageRoutes: Sendable {
    let router: Router<WebRequestContext>
    let portal: Portal

    /// A page for anybody.
    func open(_ path: RouterPath, _ show: @escaping @Sendable (Visit) async throws -> Response) {
        router.get(path) { request, context in
            try await answer(request, context) { try await show($0) }
        }
    }

    /// A form that anybody may send.
    func openForm(
        _ path: RouterPath,
        _ take: @escaping @Sendable (Visit, PostedForm) async throws -> Response
    ) {
        router.post(path) { request, context in
            try await answer(request, context) { visit in
                try await take(visit, try await form(of: visit))
            }
        }
    }

    /// A page for whoever is logged in; others go to log in first.
    func page(
        _ path: RouterPath,
        _ show: @escaping @Sendable (Visit, Account) async throws -> Response
    ) {
        router.get(path) { request, context in
            try await answer(request, context) { visit in
                guard let account = visit.account else { return toDoor(visit) }
                return try await show(visit, account)
            }
        }
    }

    /// A form for whoever is logged in.
    func form(
        _ path: RouterPath,
        _ take: @escaping @Sendable (Visit, Account, PostedForm) async throws -> Response
    ) {
        router.post(path) { request, context in
            try await answer(request, context) { visit in
                guard let account = visit.account else { return toDoor(visit) }
                return try await take(visit, account, try await form(of: visit))
            }
        }
    }

    /// A page for the operator.
    func operatorPage(
        _ path: RouterPath,
        _ show: @escaping @Sendable (Visit, Account) async throws -> Response
    ) {
        page(path) { visit, account in
            try Self.admit(account)
            return try await show(visit, account)
        }
    }

    /// A form for the operator.
    func operatorForm(
        _ path: RouterPath,
        _ take: @escaping @Sendable (Visit, Account, PostedForm) async throws -> Response
    ) {
        form(path) { visit, account, form in
            try Self.admit(account)
            return try await take(visit, account, form)
        }
    }

    private static func admit(_ account: Account) throws(WebError) {
        guard account.isAdministrator else {
            throw WebError(.forbidden, "These pages are for the operator.")
        }
    }

    // MARK: - Around every request

    private func answer(
        _ request: Request, _ context: WebRequestContext,
        _ handle: @Sendable (Visit) async throws -> Response
    ) async throws -> Response {
        var visit = Visit(
            portal: portal, request: request, context: context, account: nil,
            token: SessionToken(), isNewVisitor: false)
        do {
            visit = try await portal.visit(request, context)
            return try await handle(visit)
        } catch let error as ProvisioningError {
            return MessagePage.response(for: WebError(error), visit)
        } catch let error as AccountRefusal {
            return MessagePage.response(for: WebError(error), visit)
        } catch let error as WebError {
            return MessagePage.response(for: error, visit)
        }
    }

    /// - Throws: 403 for a form that this browser was not given, 400 for what is no form.
    private func form(of visit: Visit) async throws -> PostedForm {
        let fields = try await visit.request.fields()
        guard !visit.isNewVisitor, visit.token.accepts(formToken: fields["form"] ?? "") else {
            throw WebError(
                .forbidden,
                "This form is too old, or the browser keeps no cookies. Go back, load the page again "
                    + "and send it once more.")
        }
        return PostedForm(fields)
    }

    /// A script that asks for a part of a page is told by the status; a person is led to log in.
    private func toDoor(_ visit: Visit) -> Response {
        if visit.request.headers[.part] != nil { return Response(status: .unauthorized) }
        guard visit.request.method == .get || visit.request.method == .head else {
            return visit.go(to: "/login")
        }
        let next = PercentEncoding.encodedSegment(visit.request.uri.path)
        return visit.go(to: visit.request.uri.path == "/lines" ? "/login" : "/login?next=\(next)")
    }
}

extension HTTPField.Name {
    /// Sent by the page's script when it asks for a part of a page.
    static let part = Self("X-Part")!
}

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
