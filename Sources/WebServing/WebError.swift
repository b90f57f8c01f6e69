package import Hummingbird
package import Provisioning

/// A request that is answered with a status of 400 or more, and why.
package struct WebError: Error, Sendable {
    package var status: HTTPResponse.Status
    /// What is wrong and what to do, for the client.
    package var reason: String
    package var headers: HTTPFields

    package init(
        _ status: HTTPResponse.Status, _ reason: String, headers: HTTPFields = [:]
    ) {
        self.status = status
        self.reason = reason
        self.headers = headers
    }

    package init(_ error: ProvisioningError) {
        let status: HTTPResponse.Status =
            switch error.kind {
            case .notFound: .notFound
            case .conflict: .conflict
            case .invalid: .badRequest
            case .forbidden: .forbidden
            case .changedMeanwhile: .preconditionFailed
            case .exhausted, .unavailable: .serviceUnavailable
            }
        self.init(
            status, error.description,
            headers: error.kind == .unavailable ? [.retryAfter: "5"] : [:])
    }
}

extension WebError: HTTPResponseError {
    /// `{"detail":{},"error":true,"message":"Not Found","reason":"…","status":404}`, the form that
    /// Ellis' clients know; the other interfaces have it too.
    package func response(from request: Request, context: some RequestContext) -> Response {
        var response = Response.json(
            .object([
                "error": true, "status": .number(Double(status.code)),
                "message": .string(status.reasonPhrase), "reason": .string(reason),
                "detail": .object([:]),
            ]), status: status)
        response.headers.append(contentsOf: headers)
        return response
    }
}
