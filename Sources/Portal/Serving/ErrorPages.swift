import Hummingbird
import WebServing

/// Answers a browser with a page where a program would get an error as JSON: for addresses that
/// nobody knows, and for what fails on the way.
struct ErrorPages: RouterMiddleware {
    typealias Context = WebRequestContext

    let portal: Portal

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard Self.isBrowser(request) else { return try await next(request, context) }
        do {
            return try await next(request, context)
        } catch let error as WebError {
            return MessagePage.response(for: error, try await portal.visit(request, context))
        } catch let error as HTTPError {
            return MessagePage.response(
                for: WebError(error.status, error.body ?? "\(error.status)"),
                try await portal.visit(request, context))
        }
    }

    private static func isBrowser(_ request: Request) -> Bool {
        request.headers[.accept]?.contains("text/html") ?? false
    }
}
