import Hummingbird
import WebServing

/// What a handler answers, before it is known in which form the client wants it.
struct EllisAnswer {
    enum Content {
        case value(JSONValue)
        case xml([UInt8], type: String)
        case nothing
    }

    var status: HTTPResponse.Status
    var content: Content
    var headers: HTTPFields

    init(
        _ content: Content, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) {
        self.status = status
        self.content = content
        self.headers = headers
    }

    init(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        self.init(.value(value), status: status, headers: headers)
    }
}
