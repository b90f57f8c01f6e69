import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Provisioning

/// Answers a request: reads it whole, finds its handler, answers whatever that throws.
struct WebResponder: Sendable {
    let site: WebSite
    let ledger: ConnectionLedger
    let isSecure: Bool
    let logger: Logger

    /// The client sends much more than it may; the connection is closed.
    struct BodyWithoutEnd: Error {}

    func respond(
        to request: Request, _ writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        let connection = ledger.connection(of: channel)
        connection?.headArrived(now: .now())
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        let body = try await wholeBody(of: request)
        connection?.bodyArrived(now: .now())
        var context = WebRequestContext(source: .init(channel: channel, logger: logger))
        context.isSecure = isSecure
        var head = request.head
        head.path = PercentEncoding.normalized(head.path ?? "/")
        let whole = Request(head: head, body: RequestBody(buffer: body ?? ByteBuffer()))
        var response: Response
        if body == nil {
            response = WebError(
                .contentTooLarge,
                "a body of at most \(ledger.limits.bodyOctets) octets is accepted"
            ).response(from: whole, context: context)
        } else {
            response = await answer(to: whole, context)
        }
        if response.headers[.contentType] == EventStream.mediaType, request.method != .head,
            let connection, !ledger.beginEventStream(on: connection, now: .now())
        {
            response = WebError(
                .tooManyRequests, "too many event streams are open; close one",
                headers: [.retryAfter: "60"]
            ).response(from: whole, context: context)
        }
        response.headers.append(contentsOf: SafetyHeaders.missing(from: response.headers))
        response.headers[.date] = HTTPDate.now()
        log(whole, response.status)
        try await writer.write(response: response.head, body: response.body)
        connection?.answerWritten(now: .now())
    }

    /// - Returns: nil for one that is too big.
    private func wholeBody(of request: Request) async throws -> ByteBuffer? {
        let limit = ledger.limits.bodyOctets
        var whole = ByteBuffer()
        var length = 0
        for try await part in request.body {
            length += part.readableBytes
            if length <= limit { whole.writeImmutableBuffer(part) }
            // Somewhat more is read and forgotten, so that the client sees its 413.
            guard length <= 4 * limit else { throw BodyWithoutEnd() }
        }
        return length <= limit ? whole : nil
    }

    private func answer(to request: Request, _ context: WebRequestContext) async -> Response {
        do {
            let response = try await site.responder.respond(to: request, context: context)
            guard response.status == .notFound, context.endpointPath == "NotFound" else {
                return response
            }
            let allowed = site.methods.methods(of: request.uri.path)
            guard !allowed.isEmpty else {
                // A page of the portal's says it otherwise.
                guard response.body.contentLength == 0 else { return response }
                return WebError(.notFound, "there is nothing at \(request.uri.path)")
                    .response(from: request, context: context)
            }
            return WebError(
                .methodNotAllowed, "this path has no \(request.method.rawValue)",
                headers: [.allow: allowed.joined(separator: ", ")]
            ).response(from: request, context: context)
        } catch let error as any HTTPResponseError {
            if let response = try? error.response(from: request, context: context) {
                return response
            }
        } catch let error as ProvisioningError {
            return WebError(error).response(from: request, context: context)
        } catch {
            logger.error(
                "a request failed",
                metadata: [
                    "method": "\(request.method)", "path": "\(request.uri.path)",
                    "error": "\(type(of: error))",
                ])
        }
        return WebError(
            .internalServerError, "the server failed at this request; its log says more"
        ).response(from: request, context: context)
    }

    /// Without the query, which may hold a token.
    private func log(_ request: Request, _ status: HTTPResponse.Status) {
        logger.debug(
            "answered",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)",
                "status": "\(status.code)",
            ])
    }
}
