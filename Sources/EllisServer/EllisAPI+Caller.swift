import Accounts
import Hummingbird
import Provisioning
import WebServing

/// Who may act on the account that a path names.
struct EllisCaller {
    /// The account's address as it is stored.
    let email: String
    let author: Author
}

extension EllisAPI {
    /// - Throws: 403 where the call carries neither the key nor that account's session; 404 for an
    ///   account that is not there, which only the key's holder learns.
    func caller(_ call: EllisCall) async throws -> EllisCaller {
        let email = try call.pathPart("email")
        let visitor = try await visitor(call)
        switch visitor {
        case .session(let account):
            guard EmailAddress.key(account.email) == EmailAddress.key(email) else {
                throw EllisFailure(.forbidden, "Username doesn't match logged in username.")
            }
            return EllisCaller(
                email: account.email, author: call.context.author(account.email, by: .ellis))
        case .key:
            guard let account = try await desk.account(called: email) else {
                throw EllisFailure(.notFound, "there is no account \(email)")
            }
            return EllisCaller(
                email: account.email, author: call.context.author("api key", by: .ellis))
        }
    }

    /// The holder of the key alone.
    func administrator(_ call: EllisCall) async throws -> EllisCaller {
        guard case .key = try await visitor(call) else {
            throw EllisFailure(.forbidden, "only the holder of the API key may do this")
        }
        return try await caller(call)
    }

    enum Visitor {
        case key
        case session(Account)
    }

    func visitor(_ call: EllisCall) async throws -> Visitor {
        if let key = apiKey(), !key.isEmpty,
            let given = call.request.headers[.init("NGV-API-Key")!],
            ConstantTime.isEqual(given, key)
        {
            return .key
        }
        for header in call.request.headers[values: .cookie] {
            for token in SessionCookie.tokens(in: header) {
                guard let account = try await desk.account(of: token) else { continue }
                try refuseOtherOrigins(call)
                return .session(account)
            }
        }
        throw EllisFailure(
            .forbidden, "NGV-API-Key header or authentication cookie was missing or incorrect")
    }

    /// A browser sends the cookie with what a page of somebody else's made it ask.
    func refuseOtherOrigins(_ call: EllisCall) throws(EllisFailure) {
        guard call.request.method != .get, call.request.isFromOtherOrigin else { return }
        throw EllisFailure(
            .forbidden,
            "a page of another origin may not do this; call it from this server's pages")
    }
}
