import Hummingbird
import WebServing

/// Lets in who carries the key or, where none is asked for, who calls this machine by address.
struct CallerCheck: RouterMiddleware {
    typealias Context = WebRequestContext

    let key: @Sendable () -> String?

    func handle(
        _ request: Request, context: WebRequestContext,
        next: (Request, WebRequestContext) async throws -> Response
    ) async throws -> Response {
        if let key = key() {
            guard Secret.matches(request.headers[.init("NGV-API-Key")!], key) else {
                throw WebError(
                    .forbidden,
                    "the header NGV-API-Key is missing or wrong; send the value of the option "
                        + "homestead_provisioning_key")
            }
        } else if !request.isCalledByAddress {
            throw WebError(
                .forbidden,
                "without a key this server is called as 127.0.0.1, [::1] or localhost; set "
                    + "homestead_provisioning_key to call it by another name")
        } else if request.isOfForeignPage {
            throw WebError(
                .forbidden,
                "without a key no page of a browser is served; set homestead_provisioning_key")
        }
        return try await next(request, context)
    }
}
