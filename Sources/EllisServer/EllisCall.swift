import Accounts
import Hummingbird
import Provisioning
import WebServing

/// A request to Ellis' API, and the way back to whoever made it: JSON or MessagePack, or a redirect
/// where a web form asked for one.
struct EllisCall: Sendable {
    let request: Request
    let context: WebRequestContext

    init(_ request: Request, _ context: WebRequestContext) {
        self.request = request
        self.context = context
    }

    func answer(_ handler: EllisAPI.Handler) async -> Response {
        var redirects = EllisRedirects()
        do {
            redirects = try await EllisRedirects(parameters())
            return try redirects.success(await handler(self), self)
        } catch {
            return redirects.failure(EllisFailure(error, context), self)
        }
    }

    // MARK: - What was sent

    /// The parameters of the URL and of the body, where that is a form or a JSON object.
    func fields() async throws -> [String: String] { try await request.fields() }

    func header(_ name: String, orField field: String) async throws -> String? {
        if let value = request.headers[.init(name)!], !value.isEmpty { return value }
        return try await parameters()[field]
    }

    func pathPart(_ name: String) throws -> String { try context.pathPart(name) }

    /// The same as `fields` for a body that need not have any: an XML document, a password as text.
    func parameters() async throws -> [String: String] {
        let label = request.headers[.contentType]?.lowercased()
        let isDocument = try await request.octets().first { !$0.isBlank } == UInt8(ascii: "<")
        if isDocument || label?.hasPrefix("text/") == true { return try request.queryFields() }
        guard label == nil else { return try await fields() }
        // Without a label it may be a password that only looks like a broken form.
        return try await (try? fields()) ?? request.queryFields()
    }

    /// The body as text, where it is labelled so, or has no label (RFC 2046 4.1.2).
    func text() async throws -> String? {
        let label = (request.headers[.contentType] ?? "text/plain").lowercased()
        guard label.hasPrefix("text/plain") else { return nil }
        let octets = try await request.octets()
        guard !octets.isEmpty else { return nil }
        // The original reads Latin-1 where no charset is named; whoever sends UTF-8 means that.
        return String(validating: octets, as: UTF8.self)
            ?? String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
    }

    // MARK: - What is sent back

    func response(_ answer: EllisAnswer) -> Response {
        switch answer.content {
        case .nothing:
            Response(status: answer.status, headers: answer.headers)
        case .xml(let document, let type):
            .octets(document, type: type, status: answer.status, headers: answer.headers)
        case .value(let value):
            if request.headers[.accept]?.lowercased().contains(MessagePack.mediaType) ?? false {
                .octets(
                    MessagePack.octets(value), type: MessagePack.mediaType, status: answer.status,
                    headers: answer.headers)
            } else {
                .json(value, status: answer.status, headers: answer.headers)
            }
        }
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
