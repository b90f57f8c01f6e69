import Hummingbird
import Provisioning
import WebServing

/// What a change makes of a document.
enum DocumentChange {
    /// Its new content, and the status of the answer when that is stored.
    case content([UInt8], HTTPResponse.Status)
    case refused(Response)
}

extension XDMSServer {
    /// How often a change is tried again that another one came in between.
    static let mostAttempts = 8

    static var busy: WebError {
        WebError(
            .serviceUnavailable, "the document changes all the time; try again",
            headers: [.retryAfter: "1"])
    }

    /// Makes a change of the document as it is, and stores it if it still is so then.
    func change(
        _ requester: Requester, _ context: WebRequestContext,
        _ make: (ServiceDocument?) throws -> DocumentChange
    ) async throws -> Response {
        let author = context.author(requester.name, by: .xdms)
        for _ in 0..<Self.mostAttempts {
            let present = try await store.document(requester.document)
            switch try make(present) {
            case .refused(let response): return response
            case .content(let content, let status):
                do throws(ProvisioningError) {
                    let stored = try await store.putDocument(
                        requester.document, content,
                        if: present.map { .matches([$0.entityTag]) } ?? .isAbsent, by: author,
                        now: context.now)
                    return Response(
                        status: status, headers: RequestConditions.tag(of: stored.document))
                } catch {
                    guard error.kind == .changedMeanwhile else { throw error }
                }
            }
        }
        throw Self.busy
    }

    func present(_ requester: Requester) async throws -> ServiceDocument {
        guard let document = try await store.document(requester.document) else {
            throw WebError(.notFound, "\(requester.user) has no such document")
        }
        return document
    }

    static func nobody(_ requester: Requester) -> WebError {
        WebError(
            .notFound,
            "\(requester.user) is no subscriber's identity; add the subscriber before its documents"
        )
    }
}
