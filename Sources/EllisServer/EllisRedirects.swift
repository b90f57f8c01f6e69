import Hummingbird
import WebServing

/// Where a web form wants its browser sent: the arguments `onsuccess` and `onfailure`.
///
/// Only paths on this server are taken. Anything else would let a link that begins with our name
/// lead to a page of somebody else's.
struct EllisRedirects {
    private var onSuccess: String?
    private var onFailure: String?

    init() {}

    /// - Throws: 400 for a target that is not a path here, before anything is done.
    init(_ parameters: [String: String]) throws(WebError) {
        onFailure = try Self.path(parameters, "onfailure")
        onSuccess = try Self.path(parameters, "onsuccess")
    }

    var wantsCookie: Bool { onSuccess != nil }

    func success(_ answer: EllisAnswer, _ call: EllisCall) -> Response {
        guard let onSuccess else { return call.response(answer) }
        var parameters = [
            ("success", "true"), ("status", String(answer.status.code)),
            ("message", answer.status.reasonPhrase),
        ]
        if case .value(let value) = answer.content {
            parameters.append(("data", String(decoding: value.octets, as: UTF8.self)))
        }
        return .found(Self.adding(parameters, to: onSuccess), headers: answer.headers)
    }

    func failure(_ failure: EllisFailure, _ call: EllisCall) -> Response {
        guard let onFailure else { return call.response(failure.answer) }
        let parameters = [
            ("error", "true"), ("status", String(failure.status.code)),
            ("message", failure.status.reasonPhrase), ("reason", failure.reason), ("detail", "{}"),
        ]
        return .found(Self.adding(parameters, to: onFailure), headers: failure.headers)
    }

    /// A browser takes `//host` and `/\host` for another server.
    private static func path(_ parameters: [String: String], _ name: String) throws(WebError)
        -> String?
    {
        guard let text = parameters[name], !text.isEmpty else { return nil }
        let isPath =
            text.hasPrefix("/") && !text.hasPrefix("//") && text.utf8.count <= 1000
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x5C }
        guard isPath else {
            throw WebError(
                .badRequest, "\(name) is to be a path on this server, such as /lines")
        }
        return text
    }

    private static func adding(_ parameters: [(String, String)], to target: String) -> String {
        let parts = target.split(
            separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parameters.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
        return parts[0] + (parts[0].contains("?") ? "&" : "?") + query
            + (parts.count > 1 ? "#" + parts[1] : "")
    }

    private static func escaped(_ text: String) -> String {
        // A segment may have & and = in it, which end a parameter.
        PercentEncoding.encodedSegment(text)
            .replacing("&", with: "%26").replacing("=", with: "%3D").replacing("+", with: "%2B")
    }
}
