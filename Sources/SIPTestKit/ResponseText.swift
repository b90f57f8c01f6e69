/// A response to a request that a modelled peer received.
///
/// RFC 3261 8.2.6: Via, From, To, Call-ID and CSeq of the request, and its Record-Route.
package struct ResponseText: Sendable {
    package var status: Int
    package private(set) var fields: [MessageView.Field]
    package var body = ""

    /// - Parameter tag: for To, unless it has one; nil for a 100.
    package init(
        _ status: Int, to request: MessageView, tag: String? = "to", contact: String? = nil
    ) {
        self.status = status
        fields = request.fields.filter { field in
            ["via", "from", "to", "call-id", "cseq", "record-route"].contains(
                field.name.lowercased())
        }
        if let tag, status > 100, request.toTag == nil,
            let place = fields.firstIndex(where: { $0.name.lowercased() == "to" })
        {
            fields[place].value += ";tag=\(tag)"
        }
        if let contact { add("Contact", contact) }
    }

    package mutating func add(_ name: String, _ value: String) {
        fields.append(MessageView.Field(name: name, value: value))
    }

    package func adding(_ name: String, _ value: String) -> ResponseText {
        var copy = self
        copy.add(name, value)
        return copy
    }

    package func with(body: String, type: String) -> ResponseText {
        var copy = adding("Content-Type", type)
        copy.body = body
        return copy
    }

    package var text: String {
        var lines = ["SIP/2.0 \(status) Answer"]
        lines += fields.map { "\($0.name): \($0.value)" }
        lines.append("Content-Length: \(body.utf8.count)")
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    package var view: MessageView { MessageView(text) }
}
