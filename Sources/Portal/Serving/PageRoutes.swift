import Hummingbird
import Provisioning
import WebServing

/// Adds pages and forms to a router, each behind the doorkeeper.
struct PageRoutes {
    private let router: Router<WebRequestContext>
    private let keeper: Doorkeeper

    init(router: Router<WebRequestContext>, portal: Portal) {
        self.router = router
        keeper = Doorkeeper(portal: portal)
    }

    /// A page for anybody.
    func open(_ path: RouterPath, _ show: @escaping @Sendable (Visit) async throws -> Response) {
        router.get(path) { [keeper] request, context in
            try await keeper.answer(request, context) { try await show($0) }
        }
    }

    /// A form that anybody may send.
    func openForm(
        _ path: RouterPath,
        _ take: @escaping @Sendable (Visit, PostedForm) async throws -> Response
    ) {
        router.post(path) { [keeper] request, context in
            try await keeper.answer(request, context) { visit in
                try await take(visit, try await keeper.form(of: visit))
            }
        }
    }

    /// A page for whoever is logged in; others go to log in first.
    func page(
        _ path: RouterPath,
        _ show: @escaping @Sendable (Visit, Account) async throws -> Response
    ) {
        router.get(path) { [keeper] request, context in
            try await keeper.answer(request, context) { visit in
                guard let account = visit.account else { return keeper.toDoor(visit) }
                return try await show(visit, account)
            }
        }
    }

    /// A form for whoever is logged in.
    func form(
        _ path: RouterPath,
        _ take: @escaping @Sendable (Visit, Account, PostedForm) async throws -> Response
    ) {
        router.post(path) { [keeper] request, context in
            try await keeper.answer(request, context) { visit in
                guard let account = visit.account else { return keeper.toDoor(visit) }
                return try await take(visit, account, try await keeper.form(of: visit))
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
}
