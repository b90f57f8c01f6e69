import Hummingbird
import Provisioning
import WebServing

/// What a request expects of the resource before it is answered (RFC 9110 13, RFC 4825 7.11).
///
/// The entity tag of every resource within a document is the document's; `*` means the resource
/// itself, which may be one element.
struct RequestConditions {
    private enum Expected {
        case anything
        case tags([String])
    }

    private let ifMatch: Expected?
    private let ifNoneMatch: Expected?

    init(_ headers: HTTPFields) {
        ifMatch = Self.expected(headers[values: .ifMatch])
        ifNoneMatch = Self.expected(headers[values: .ifNoneMatch])
    }

    /// - Parameter isThere: the resource itself, not only its document.
    /// - Throws: 412.
    func check(
        changing document: ServiceDocument?, isThere: Bool
    ) throws(WebError) {
        try checkMatch(document, isThere)
        guard let ifNoneMatch, holds(ifNoneMatch, document, isThere) else { return }
        throw WebError(
            .preconditionFailed, "it is there already (If-None-Match)",
            headers: Self.tag(of: document))
    }

    /// - Returns: true where the client has it already (304).
    /// - Throws: 412.
    func isUnchanged(_ document: ServiceDocument) throws(WebError) -> Bool {
        try checkMatch(document, true)
        return ifNoneMatch.map { holds($0, document, true) } ?? false
    }

    static func tag(of document: ServiceDocument?) -> HTTPFields {
        document.map { [.eTag: "\"\($0.entityTag)\""] } ?? [:]
    }

    private func checkMatch(
        _ document: ServiceDocument?, _ isThere: Bool
    ) throws(WebError) {
        guard let ifMatch, !holds(ifMatch, document, isThere) else { return }
        throw WebError(
            .preconditionFailed,
            "it is another one by now, or not there (If-Match); read it again",
            headers: Self.tag(of: document))
    }

    private func holds(
        _ expected: Expected, _ document: ServiceDocument?, _ isThere: Bool
    ) -> Bool {
        switch expected {
        case .anything: isThere
        case .tags(let tags): document.map { tags.contains($0.entityTag) } ?? false
        }
    }

    private static func expected(_ values: [String]) -> Expected? {
        guard !values.isEmpty else { return nil }
        let tags = values.joined(separator: ",").split(separator: ",").map { part in
            var tag = part.drop { $0 == " " || $0 == "\t" }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            return String(tag.filter { $0 != "\"" && $0 != " " && $0 != "\t" })
        }
        return tags == ["*"] ? .anything : .tags(tags)
    }
}
