import Hummingbird
import Provisioning
import ServiceSettings
import WebServing
import XMLDocuments

/// Single elements and attributes of a document (RFC 4825 7.4 to 7.9), and the namespaces in scope.
extension XDMSServer {
    private static let elementType = "application/xcap-el+xml"
    private static let attributeType = "application/xcap-att+xml"
    private static let namespacesType = "application/xcap-ns+xml"

    func getNode(_ request: Request, _ context: WebRequestContext) async throws -> Response {
        let requester = try await check.requester(request, context)
        let selector = try Self.selector(of: request)
        let document = try await present(requester)
        guard let node = try Self.tree(of: document).node(selector) else { throw Self.noNode }
        let headers = RequestConditions.tag(of: document)
        if try RequestConditions(request.headers).isUnchanged(document) {
            return Response(status: .notModified, headers: headers)
        }
        return switch node {
        case .element(let element):
            .xml(element.bytes, type: Self.elementType, headers: headers)
        case .attribute(_, _, let value):
            .xml(
                Array(AttributeText.text(of: value).utf8), type: Self.attributeType,
                headers: headers)
        case .namespaces(let element):
            .xml(element.namespaceBindings, type: Self.namespacesType, headers: headers)
        }
    }

    func putNode(_ request: Request, _ context: WebRequestContext) async throws -> Response {
        let requester = try await check.requester(request, context)
        let selector = try Self.selector(of: request)
        try Self.checkType(of: request, for: selector)
        let content = try await request.octets()
        let conditions = RequestConditions(request.headers)
        return try await change(requester, context) { present in
            guard let present else { return .refused(ErrorDocument(.noParent).response) }
            let document = try Self.tree(of: present)
            try conditions.check(changing: present, isThere: document.node(selector) != nil)
            do throws(EditingConflict) {
                let isNew = try document.put(
                    content, at: selector, judge: { Simservs.mistakes(in: $0) })
                return .content(document.bytes, isNew ? .created : .ok)
            } catch {
                return .refused(ErrorDocument(error).response)
            }
        }
    }

    func deleteNode(_ request: Request, _ context: WebRequestContext) async throws -> Response {
        let requester = try await check.requester(request, context)
        let selector = try Self.selector(of: request)
        if selector.target == .namespaces { throw Self.readOnly }
        let conditions = RequestConditions(request.headers)
        return try await change(requester, context) { present in
            guard let present else { throw Self.noNode }
            let document = try Self.tree(of: present)
            try conditions.check(changing: present, isThere: document.node(selector) != nil)
            do throws(EditingConflict) {
                try document.remove(selector, judge: { Simservs.mistakes(in: $0) })
                return .content(document.bytes, .ok)
            } catch .notFound {
                throw Self.noNode
            } catch {
                return .refused(ErrorDocument(error).response)
            }
        }
    }

    // MARK: - Parts of the request

    /// - Throws: 400 for a selector that cannot be read.
    private static func selector(of request: Request) throws(WebError) -> NodeSelector {
        let halves = (request.head.path ?? "").split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let separator = "/simservs.xml/~~/"
        let parts = halves[0].split(separator: separator, maxSplits: 1)
        guard parts.count == 2, let text = PercentEncoding.decoded(parts[1]),
            let query = PercentEncoding.decoded(halves.count > 1 ? String(halves[1]) : "")
        else { throw WebError(.badRequest, "behind ~~/ a node selector was expected") }
        do throws(NodeSelector.Fault) {
            return try NodeSelector(
                text, namespaces: try NodeSelector.namespaces(ofQuery: query),
                defaultNamespace: Simservs.namespace)
        } catch {
            throw WebError(.badRequest, error.reason)
        }
    }

    private static func checkType(
        of request: Request, for selector: NodeSelector
    ) throws(WebError) {
        let wanted: String
        switch selector.target {
        case .namespaces: throw readOnly
        case .element: wanted = elementType
        case .attribute: wanted = attributeType
        }
        let type = request.headers[.contentType]?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type == nil || type == wanted else {
            throw WebError(.unsupportedMediaType, "send it as \(wanted)")
        }
    }

    /// What is stored was checked before; a mistake in it is ours.
    private static func tree(of document: ServiceDocument) throws -> XMLDocument {
        try XMLDocument(document.content)
    }

    private static var noNode: WebError {
        WebError(.notFound, "the selector names no node of the document, or several")
    }

    private static var readOnly: WebError {
        WebError(
            .methodNotAllowed, "the namespaces in scope can be read only",
            headers: [.allow: "GET, HEAD"])
    }
}
