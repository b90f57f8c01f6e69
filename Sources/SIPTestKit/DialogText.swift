/// One end of a dialog, which can write the requests inside it.
///
/// RFC 3261 12.1: built of the INVITE and its 2xx, by the caller (route set reversed) or the callee
/// (in order).
package struct DialogText: Sendable {
    package let peer: Peer
    package let callID: String
    package let local: String
    package let remote: String
    package let target: String
    package let routes: [String]
    package var cseq: Int

    /// The caller's end.
    package init(caller peer: Peer, invite: MessageView, answer: MessageView) {
        self.peer = peer
        callID = invite.callID
        local = invite["From"] ?? ""
        remote = answer["To"] ?? ""
        target = answer["Contact"].map(MessageView.uri) ?? invite.uri
        routes = answer.values("Record-Route").reversed()
        cseq = invite.cseq
    }

    /// The callee's end.
    package init(callee peer: Peer, invite: MessageView, answer: MessageView) {
        self.peer = peer
        callID = invite.callID
        local = answer["To"] ?? ""
        remote = invite["From"] ?? ""
        target = invite["Contact"].map(MessageView.uri) ?? ""
        routes = invite.values("Record-Route")
        cseq = 100
    }

    /// - Parameters:
    ///   - branch: of the Via; nil makes one of the method and CSeq.
    ///   - number: the CSeq number; nil takes the next one, and for ACK that of the INVITE.
    package mutating func request(_ method: String, branch: String? = nil, cseq number: Int? = nil)
        -> RequestText
    {
        if method != "ACK", number == nil { cseq += 1 }
        let number = number ?? cseq
        let branch =
            branch ?? "z9hG4bK-\(method)-\(number)-\(MessageView.parameter("tag", of: local) ?? "")"
        var request = RequestText(
            method, target,
            [
                ("Via", "SIP/2.0/\(peer.viaName) \(peer.text);branch=\(branch);rport"),
                ("Max-Forwards", "70"),
            ])
        for route in routes { request.add("Route", route) }
        request.add("From", local)
        request.add("To", remote)
        request.add("Call-ID", callID)
        request.add("CSeq", "\(number) \(method)")
        return request
    }
}
