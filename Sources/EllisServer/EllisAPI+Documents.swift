import Hummingbird
import Provisioning
import WebServing

extension EllisAPI {
    private static let simservsType = "application/vnd.etsi.simservs+xml"

    /// GET /accounts/{email}/numbers/{uri}/simservs
    func simservs(_ call: EllisCall) async throws -> EllisAnswer {
        let line = try await line(call).line
        guard
            let document = try await documents.document(.simservs(of: line.publicIdentity))
        else {
            throw EllisFailure(
                .notFound, "\(line.publicIdentity) has no simservs document; put one")
        }
        return EllisAnswer(.xml(document.content, type: Self.simservsType))
    }

    /// PUT /accounts/{email}/numbers/{uri}/simservs
    func putSimservs(_ call: EllisCall) async throws -> EllisAnswer {
        let (line, caller) = try await line(call)
        let content = try await call.request.xml()
        try checkSimservs(content)
        _ = try await documents.putDocument(
            .simservs(of: line.publicIdentity), content, if: .none, by: caller.author,
            now: call.context.now)
        return EllisAnswer(.nothing)
    }

    /// GET /accounts/{email}/numbers/{uri}/ifcs
    func filterCriteria(_ call: EllisCall) async throws -> EllisAnswer {
        let line = try await line(call).line
        let place = try await subscribers.place(ofPublic: line.publicIdentity)
        do {
            let document = try await subscribers.filterCriteria(of: place.profile, in: place.set)
            return EllisAnswer(.xml(document, type: "application/xml"))
        } catch let error where error.kind == .notFound {
            // A new line has a profile without criteria.
            return EllisAnswer(
                .xml(Array("<ServiceProfile/>\n".utf8), type: "application/xml"))
        }
    }

    /// PUT /accounts/{email}/numbers/{uri}/ifcs
    func putFilterCriteria(_ call: EllisCall) async throws -> EllisAnswer {
        let (line, caller) = try await line(call)
        let content = try await call.request.xml()
        try checkFilterCriteria(content)
        let place = try await subscribers.place(ofPublic: line.publicIdentity)
        try await subscribers.putFilterCriteria(
            content, of: place.profile, in: place.set, by: caller.author, now: call.context.now)
        return EllisAnswer(.nothing)
    }
}
