/// A request as text, header by header: what tests and modelled peers send.
package struct RequestText: Sendable {
    package var method: String
    package var uri: String
    package private(set) var fields: [MessageView.Field]
    package var body: String

    package init(_ method: String, _ uri: String, _ fields: [(String, String)], body: String = "") {
        self.method = method
        self.uri = uri
        self.fields = fields.map { MessageView.Field(name: $0.0, value: $0.1) }
        self.body = body
    }

    /// The first field of that name: setting replaces it in its place or adds one at the end; nil
    /// removes all.
    package subscript(name: String) -> String? {
        get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            guard let newValue else {
                fields.removeAll { $0.name.lowercased() == name.lowercased() }
                return
            }
            if let place = fields.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) {
                fields[place].value = newValue
            } else {
                fields.append(MessageView.Field(name: name, value: newValue))
            }
        }
    }

    /// Adds a field at the end, whatever is there.
    package mutating func add(_ name: String, _ value: String) {
        fields.append(MessageView.Field(name: name, value: value))
    }

    /// Adds a field right behind the top Via.
    package mutating func addOnTop(_ name: String, _ value: String) {
        fields.insert(MessageView.Field(name: name, value: value), at: min(1, fields.count))
    }

    package func with(_ name: String, _ value: String?) -> RequestText {
        var copy = self
        copy[name] = value
        return copy
    }

    package func adding(_ name: String, _ value: String) -> RequestText {
        var copy = self
        copy.add(name, value)
        return copy
    }

    package func with(body: String) -> RequestText {
        var copy = self
        copy.body = body
        return copy
    }

    package func with(uri: String) -> RequestText {
        var copy = self
        copy.uri = uri
        return copy
    }

    /// The whole message; Content-Length is written last unless it is there, long or compact.
    package var text: String {
        var lines = ["\(method) \(uri) SIP/2.0"]
        lines += fields.map { "\($0.name): \($0.value)" }
        if self["Content-Length"] == nil, self["l"] == nil {
            lines.append("Content-Length: \(body.utf8.count)")
        }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    package var view: MessageView { MessageView(text) }

    package var callID: String { self["Call-ID"] ?? "" }
}

extension RequestText {
    /// A session description as a phone or a trunk writes it.
    package static let sdp = """
        v=0\r
        o=- 1 1 IN IP4 192.0.2.10\r
        s=-\r
        c=IN IP4 192.0.2.10\r
        t=0 0\r
        m=audio 20000 RTP/AVP 0 8\r
        a=rtpmap:0 PCMU/8000\r\n
        """

    /// A request outside a dialog with the six mandatory headers and Contact.
    ///
    /// - Parameter id: makes the branch, the tag and the Call-ID; another id is another request.
    package static func make(
        _ method: String, _ uri: String, from peer: Peer, caller: String? = nil, id: String = "1",
        cseq: Int = 1
    ) -> RequestText {
        let caller = caller ?? "sip:+442079460000@\(peer.endpoint.address.hostText)"
        return RequestText(
            method, uri,
            [
                (
                    "Via",
                    "SIP/2.0/\(peer.viaName) \(peer.text);branch=z9hG4bK-\(method)-\(id);rport"
                ),
                ("Max-Forwards", "70"),
                ("From", "\"Caller\" <\(caller)>;tag=from-\(id)"),
                ("To", "<\(uri)>"),
                ("Call-ID", "call-\(id)@\(peer.endpoint.address)"),
                ("CSeq", "\(cseq) \(method)"),
            ])
    }

    package static func invite(
        _ uri: String, from peer: Peer, caller: String? = nil, id: String = "1", cseq: Int = 1
    ) -> RequestText {
        var invite = make("INVITE", uri, from: peer, caller: caller, id: id, cseq: cseq)
        let transport = peer.transport == .tcp ? ";transport=tcp" : ""
        invite.add("Contact", "<sip:caller@\(peer.text)\(transport)>")
        invite.add("Content-Type", "application/sdp")
        invite.body = sdp
        return invite
    }

    package static func message(
        _ uri: String, from peer: Peer, caller: String? = nil, id: String = "1", cseq: Int = 1,
        body: String = "Hello"
    ) -> RequestText {
        var message = make("MESSAGE", uri, from: peer, caller: caller, id: id, cseq: cseq)
        message.add("Content-Type", "text/plain")
        message.body = body
        return message
    }

    package static func register(
        _ user: String, domain: String = "example.com", from peer: Peer, contact: String?,
        expires: Int? = nil,
        id: String = "1", cseq: Int = 1
    ) -> RequestText {
        var register = make(
            "REGISTER", "sip:\(domain)", from: peer, caller: "sip:\(user)@\(domain)", id: id,
            cseq: cseq)
        register["Via"] =
            "SIP/2.0/\(peer.viaName) \(peer.text);branch=z9hG4bK-REGISTER-\(id)-\(cseq);rport"
        register["To"] = "<sip:\(user)@\(domain)>"
        if let contact { register.add("Contact", contact) }
        if let expires { register.add("Expires", "\(expires)") }
        return register
    }

    /// The CANCEL of an INVITE (RFC 3261 9.1).
    package var cancel: RequestText {
        var cancel = RequestText("CANCEL", uri, [])
        for name in ["Via", "Max-Forwards", "From", "To", "Call-ID"] {
            cancel.add(name, self[name] ?? "")
        }
        for route in fields where route.name == "Route" { cancel.add("Route", route.value) }
        cancel.add("CSeq", "\(view.cseq) CANCEL")
        return cancel
    }

    /// The ACK to a failure of an INVITE (RFC 3261 17.1.1.3).
    package func acknowledgement(of response: MessageView) -> RequestText {
        var ack = RequestText("ACK", uri, [])
        for name in ["Via", "Max-Forwards", "From"] { ack.add(name, self[name] ?? "") }
        for route in fields where route.name == "Route" { ack.add("Route", route.value) }
        ack.add("To", response["To"] ?? "")
        ack.add("Call-ID", callID)
        ack.add("CSeq", "\(view.cseq) ACK")
        return ack
    }
}
