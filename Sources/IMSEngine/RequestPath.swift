import Determinism
import IMSFunctions
import NIOCore
import SIPMessages
import SIPProxying
import SIPTransactions
import SIPTransports
import Subscribers

/// What happens to a message that arrives, in order. Each step decides or hands on; none calls
/// back.
extension Engine {
    mutating func receiveMessage(_ bytes: ByteBuffer, over flow: Flow) {
        if flow.connection != 0 { connections.sighted(flow) }
        var message = SIPMessage()
        swap(&message, &spareMessage)
        switch SIPParser.parse(
            bytes, framing: flow.transport.isReliable ? .stream : .datagram, into: &message)
        {
        case .notSIP:
            call = 0
            note(.received, bytes, over: flow)
            discard(.notSIP, flow)
        case .malformed(let fault):
            call = callKey(ofMalformed: message)
            note(.received, bytes, over: flow)
            refuseMalformed(message, fault, over: flow)
        case .message:
            receiveParsed(message, over: flow)
        }
        swap(&message, &spareMessage)
    }

    private mutating func receiveParsed(_ message: SIPMessage, over flow: Flow) {
        do throws(Fault) {
            let envelope = try Envelope.read(message)
            call = callKey(of: envelope, in: message)
            note(.received, message.bytes, over: flow)
            switch message.start {
            case .request: receiveRequest(Request(message, envelope, flow, source(of: flow)))
            case .status(let code, _): receiveResponse(message, envelope, status: code, over: flow)
            }
        } catch {
            call = callKey(ofMalformed: message)
            note(.received, message.bytes, over: flow)
            refuseMalformed(message, error, over: flow)
        }
    }

    private mutating func receiveRequest(_ request: Request) {
        // RFC 3261 17.2.3: what belongs to a transaction ends here.
        if belongsToTransaction(request) { return }
        noteSource(of: request)
        // Keep-alives of providers and load balancers, for anybody, without state.
        if request.method == .options, isForNode(request) { return answerKeepAlive(request) }
        // RFC 3261 16.3, in the order that peers of Clearwater know.
        if let refusal = RequestValidation.refusal(
            of: request.message, request.envelope, isDraining: isDraining)
        {
            return refuse(request, refusal)
        }
        // RFC 3261 16.4: what our own Record-Route and Service-Route brought.
        let route = routeInformation(of: request)
        // TS 24.229 5.10: who may say what at the border.
        switch request.source {
        case .trunk:
            if request.method == .register { return refuse(request, 405, .registerFromTrunk) }
            if route.hasOrig { return refuse(request, 403, .origFromTrunk) }
        case .outside:
            if request.method == .register { return receiveRegister(request) }
        }
        if request.isInDialog {
            note(.insideDialog)
            return receiveInDialog(request, route)
        }
        if request.method == .ack { return discard(.unmatchedACK, request.flow) }
        switch request.source {
        case .trunk:
            if route.hasForeign { return refuse(request, 403, .foreignRoute) }
            terminate(request, asserted: nil)
        case .outside:
            originate(request)
        }
    }

    /// RFC 3261 17.2.3 and 9.2: retransmissions, the ACK to a refusal, and CANCEL.
    mutating func belongsToTransaction(_ request: Request) -> Bool {
        switch request.method {
        case .cancel:
            receiveCancel(request)
            return true
        case .ack:
            guard let handle = serverIndex[transactionKey(of: request, as: .invite)] else {
                return false
            }
            return acknowledge(handle)
        default:
            guard let handle = serverIndex[transactionKey(of: request, as: request.method)] else {
                return false
            }
            retransmitted(handle)
            return true
        }
    }

    // MARK: - Originating and terminating

    /// A request that a phone begins: its sender is the subscriber whose registered flow it came
    /// over.
    ///
    /// TS 24.229 5.2.6.3: whom P-Preferred-Identity names, else From, must be registered over this
    /// very flow. A stranger is refused; only one who names a subscriber of ours costs a look-up.
    mutating func originate(_ request: Request) {
        guard let key = preferredIdentity(of: request) ?? originatorIdentity(of: request) else {
            return refuse(request, 403, .untrustedSource)
        }
        originate(request, by: key)
    }

    private mutating func originate(_ request: Request, by key: SubscriberKey) {
        noteCaller(of: request, key)
        if let record = stagedParty(behind: request)?.caller ?? remembered[key] {
            note(record)
            originate(request, as: record, foundBy: key)
        } else {
            park(.originating(request.message, request.flow, key), key: key, for: request)
        }
    }

    mutating func originate(
        _ request: Request, as record: SubscriberRecord?, foundBy key: SubscriberKey
    ) {
        guard let record, isRegistered(record, over: request.flow) else {
            note(.callerNotRegistered, key)
            // Who prefers to be somebody else is still whom From names.
            if let from = originatorIdentity(of: request), from != key {
                return originate(request, by: from)
            }
            return refuse(request, 403, .untrustedSource)
        }
        note(.callerRegistered, record.subscriber.user)
        guard let asserted = assertedIdentity(of: record.subscriber, foundBy: key, for: request)
        else { return refuse(request, 403, .barredIdentity) }
        note(asserted)
        terminate(request, asserted: asserted)
    }

    /// A request for one of our subscribers (TS 24.229 5.3.2, 5.4.3.3).
    ///
    /// - Parameter asserted: who the phone that sent it is; nil from a trunk, whose own assertion
    ///   stands.
    mutating func terminate(_ request: Request, asserted: AssertedIdentity?) {
        let called = calledSubscriber(of: request)
        note(called, by: request)
        switch called {
        case .foreign:
            refuse(request, 404, .foreignDomain)
        case .nobody:
            answer(request, 404, .nobodyCalled)
        case .key(let key):
            guard let server = openTransaction(for: request) else {
                return overloaded(request, "transactions")
            }
            if request.method == .invite { sendTrying(server, to: request.message) }
            if let record = remembered[key] {
                note(record)
                deliver(request, to: record, as: key, server: server, asserted: asserted)
            } else {
                park(
                    .terminating(server, request, key, asserted: asserted), key: key,
                    server: server)
            }
        }
    }

    /// Rings every current contact of the subscriber, by whichever of its identities it is called;
    /// a barred one is as if it were not there (TS 29.228 6.3.1).
    mutating func deliver(
        _ request: Request, to record: SubscriberRecord, as key: SubscriberKey, server: Handle,
        asserted: AssertedIdentity?
    ) {
        guard !record.subscriber.isBarred(key) else {
            note(.identityBarred, key)
            return respond(server, 404, .barredNumber)
        }
        let bindings =
            stagedParty(behind: request)?.phone.map { [$0] }
            ?? BindingSelection.targets(of: record, at: now.wall)
        var targets: [Target] = []
        for binding in bindings {
            if let target = target(for: binding) {
                targets.append(target)
            } else {
                noteSkipped(binding)
            }
        }
        note(chosen: bindings, of: record)
        guard !targets.isEmpty else {
            return respond(server, 480, bindings.isEmpty ? .notRegistered : .contactUnreachable)
        }
        forward(request, to: targets, server: server, asserted: asserted)
    }

    // MARK: - Answers without a transaction

    private mutating func answerKeepAlive(_ request: Request) {
        if isDraining { return answer(request, 503, .draining) }
        answer(request, 200, .keepAlive) { writer in
            writer.write(Self.allowHeader)
            writer.write("Accept: application/sdp, text/plain\r\n")
        }
    }

    static var allowHeader: StaticString {
        "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, MESSAGE, PRACK, UPDATE, INFO, REFER, SUBSCRIBE, NOTIFY, PUBLISH\r\n"
    }

    mutating func discard(_ reason: DiscardReason, _ flow: Flow) {
        note(.discarded, reason.rawValue)
        effects.append(.event(.discarded(reason, from: flow)))
    }
}
