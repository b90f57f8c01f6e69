package import Hummingbird

/// Makes the router that a server's routes are added to: HEAD wherever there is GET, and a slash at
/// the end of a path makes no difference.
package enum WebRouter {
    package static func make() -> Router<WebRequestContext> {
        Router(context: WebRequestContext.self, options: [.autoGenerateHeadEndpoints])
    }
}
