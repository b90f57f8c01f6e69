import Hummingbird
import Provisioning
import ServiceSettings
import WebServing
import XMLDocuments

/// Whole documents, with homer's statuses.
extension XDMSServer {
    static let documentType = "application/vnd.etsi.simservs+xml"

    func getDocument(_ request: Request, _ context: WebRequestContext) async throws -> Response {
        let requester = try await check.requester(request, context)
        let document = try await present(requester)
        let headers = RequestConditions.tag(of: document)
        if try RequestConditions(request.headers).isUnchanged(document) {
            return Response(status: .notModified, headers: headers)
        }
        return .xml(document.content, type: Self.documentType, headers: headers)
    }

    /// 200 whether it is new or not, as homer answers.
    func putDocument(_ request: Request, _ context: WebRequestContext) async throws -> Response {
        let requester = try await check.requester(request, context)
        guard requester.owner != nil else { throw Self.nobody(requester) }
        let content = try await request.octets()
        let document: XMLDocument
        do throws(SimservsError) {
            document = try Simservs.read(content)
        } catch {
            return ErrorDocument(error).response
        }
        // What was written is what was understood, in UTF-8 whatever was declared.
        let bytes = document.bytes
        let conditions = RequestConditions(request.headers)
        return try await change(requester, context) { present in
            try conditions.check(changing: present, isThere: present != nil)
            return .content(bytes, .ok)
        }
    }

    /// 204 whether it was there or not, as homer answers.
    func deleteDocument(_ request: Request, _ context: WebRequestContext) async throws -> Response {
        let requester = try await check.requester(request, context)
        let conditions = RequestConditions(request.headers)
        for _ in 0..<Self.mostAttempts {
            let present = try await store.document(requester.document)
            try conditions.check(changing: present, isThere: present != nil)
            guard let present else { return Response(status: .noContent) }
            do throws(ProvisioningError) {
                _ = try await store.removeDocument(
                    requester.document, if: .matches([present.entityTag]),
                    by: context.author(requester.name, by: .xdms), now: context.now)
                return Response(status: .noContent)
            } catch {
                guard error.kind == .changedMeanwhile else { throw error }
            }
        }
        throw Self.busy
    }
}
