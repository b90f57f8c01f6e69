import Hummingbird

/// Header fields that every answer has unless its handler set them otherwise.
enum SafetyHeaders {
    private static let all: HTTPFields = [
        .cacheControl: "no-store",
        .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        .xContentTypeOptions: "nosniff",
        // Not no-referrer: with that a browser sends the forms of our own pages with Origin: null.
        .init("Referrer-Policy")!: "same-origin",
        .init("X-Frame-Options")!: "DENY",
    ]

    static func missing(from headers: HTTPFields) -> HTTPFields {
        HTTPFields(all.filter { headers[$0.name] == nil })
    }
}
