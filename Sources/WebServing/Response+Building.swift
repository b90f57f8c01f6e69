package import Hummingbird
import NIOCore

extension Response {
    package static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        .octets(value.octets, type: "application/json", status: status, headers: headers)
    }

    package static func text(
        _ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        .octets(
            Array(text.utf8), type: "text/plain; charset=utf-8", status: status, headers: headers)
    }

    package static func html(
        _ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        .octets(
            Array(text.utf8), type: "text/html; charset=utf-8", status: status, headers: headers)
    }

    package static func xml(
        _ document: [UInt8], type: String = "application/xml", headers: HTTPFields = [:]
    ) -> Response {
        .octets(document, type: type, headers: headers)
    }

    package static func octets(
        _ octets: [UInt8], type: String, status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: octets)))
    }

    /// Sends a browser elsewhere with GET (303), as after a form.
    package static func seeOther(_ location: String, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = location
        return Response(status: .seeOther, headers: headers)
    }

    /// 302, where old clients expect that one.
    package static func found(_ location: String, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = location
        return Response(status: .found, headers: headers)
    }

    /// An answer that goes on while `write` runs: server-sent events (WHATWG HTML 9.2).
    ///
    /// It ends after `WebLimits.eventStream`, with its client, or with the server. `write` learns of
    /// its client's end by the next event alone: it is to send one, or `keepAlive`, every twenty
    /// seconds. A client that takes nothing for `WebLimits.request` is closed.
    package static func eventStream(
        headers: HTTPFields = [:],
        _ write: @escaping @Sendable (inout EventStream) async throws -> Void
    ) -> Response {
        var headers = headers
        headers[.contentType] = EventStream.mediaType
        return Response(
            status: .ok, headers: headers,
            body: .init { writer in
                var stream = EventStream(writer: writer)
                try await write(&stream)
                try await stream.finish()
            })
    }
}
