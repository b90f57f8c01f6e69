import Determinism
import SIPTestKit
import SIPTransports

/// Answering: repetitions are absorbed, refusals and answers repeated until they are acknowledged.
extension UserAgent {
    func receiveRequest(_ request: MessageView, over connection: Connection?) {
        if request.method == "ACK" { return receiveAcknowledgement(request) }
        let key = "\(request.branch) \(request.method)"
        if let known = served[key] {
            if let response = known.response { send(response, over: connection) }
            return
        }
        let served = Served(request, connection)
        self.served[key] = served
        switch request.method {
        case "CANCEL": serveCancel(served)
        case _ where request.toTag != nil: serveInDialog(served)
        case _: serve(served)
        }
    }

    func answer(
        _ served: Served, _ status: Int, tag: String? = nil, contact: String? = nil
    ) {
        guard !served.hasFinal else { return }
        let response = ResponseText(
            status, to: served.request, tag: tag ?? "tag-\(name)", contact: contact
        ).text
        served.response = response
        served.hasFinal = status >= 200
        send(response, over: served.connection)
        guard served.hasFinal, served.request.method == "INVITE" else { return }
        // A 2xx is repeated on any transport (RFC 3261 13.3.1.4), a refusal on datagrams (17.2.1).
        if status < 300 || !peer.transport.isReliable {
            repeatUntilAcknowledged(served, .milliseconds(500), until: world.now + .seconds(32))
        }
    }

    private func repeatUntilAcknowledged(_ served: Served, _ interval: Interval, until end: Instant)
    {
        world.after(interval) { [self] in
            guard !served.isAcknowledged, world.now < end, let response = served.response else {
                return
            }
            send(response, over: served.connection)
            repeatUntilAcknowledged(served, min(interval * 2, .seconds(4)), until: end)
        }
    }

    private func receiveAcknowledgement(_ ack: MessageView) {
        if let refused = served["\(ack.branch) INVITE"] {
            refused.isAcknowledged = true
            return
        }
        for known in served.values
        where known.request.method == "INVITE" && known.request.callID == ack.callID
            && known.request.cseq == ack.cseq
        {
            known.isAcknowledged = true
        }
    }

    private func serveCancel(_ cancel: Served) {
        guard let invite = served["\(cancel.request.branch) INVITE"] else {
            return answer(cancel, 481)
        }
        answer(cancel, 200)
        answer(invite, 487)
    }

    private func serveInDialog(_ served: Served) {
        let request = served.request
        guard let conversation = conversations["\(request.callID) \(request.toTag ?? "")"] else {
            return answer(served, 481)
        }
        if request.method == "BYE" { conversation.isOver = true }
        answer(served, 200, contact: request.method == "INVITE" ? contact : nil)
    }
}
