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
        } else if !Self.isByAddress(request.head.authority ?? "") {
            // A page from elsewhere whose name was made to lead to this machine would otherwise
            // read and write here with the hands of whoever looks at it.
            throw WebError(
                .forbidden,
                "without a key this server is called as 127.0.0.1, [::1] or localhost; set "
                    + "homestead_provisioning_key to call it by another name")
        } else if request.headers[.origin] != nil
            || request.headers[.init("Sec-Fetch-Site")!] == "cross-site"
        {
            throw WebError(
                .forbidden,
                "without a key no page of a browser is served; set homestead_provisioning_key")
        }
        return try await next(request, context)
    }

    /// Whether a Host is an address or localhost, with or without a port.
    static func isByAddress(_ authority: String) -> Bool {
        if authority.hasPrefix("[") { return true }
        let host = authority.prefix { $0 != ":" }
        if host.isEmpty || host.lowercased() == "localhost" { return true }
        return host.allSatisfy { $0.isASCII && $0.isNumber || $0 == "." }
    }
}
