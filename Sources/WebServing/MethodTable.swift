package import Hummingbird

/// Which methods each path has, for the answer 405 and for whoever compares the routes with their
/// description.
package struct MethodTable: Sendable {
    package struct Route: Hashable, Sendable {
        package var method: String
        /// `/private/{impi}`.
        package var path: String

        package init(method: String, path: String) {
            self.method = method
            self.path = path
        }
    }

    package let routes: [Route]
    private let patterns: [(path: RouterPath, method: String)]

    package init(_ router: Router<WebRequestContext>) {
        patterns = router.routes.map { ($0.path, $0.method.rawValue) }
        routes = patterns.map { Route(method: $0.method, path: $0.path.description) }
    }

    /// The methods that a path can be asked with; empty for one that is not there.
    func methods(of path: String) -> [String] {
        let parts = path.split(separator: "/")
        var methods: Set<String> = []
        for pattern in patterns where Self.matches(pattern.path, parts) {
            methods.insert(pattern.method)
        }
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }

    private static func matches(_ path: RouterPath, _ parts: [Substring]) -> Bool {
        if path.components.last?.description == "**" {
            // What takes everything has a say of its own.
            return false
        }
        return path.count == parts.count && zip(path, parts).allSatisfy { $0 ~= $1 }
    }
}
