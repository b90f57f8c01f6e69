import Determinism
import IMSFunctions
import NIOCore
import NetworkAddresses
import SIPMessages
import SIPProxying
import SIPTransactions
import SIPTransports

/// Answering: statelessly, or through a server transaction.
extension Engine {
    // MARK: - Without state

    /// Answers once and forgets. ACK is never answered.
    mutating func answer(_ request: Request, _ status: UInt16, extra: (inout ByteWriter) -> Void = { _ in }) {
        answer(request.message, over: request.flow, status, ReasonPhrase.standard(status), extra: extra)
    }

    mutating func answer(
        _ message: SIPMessage, over flow: Flow, _ status: UInt16, _ reason: StaticString,
        extra: (inout ByteWriter) -> Void = { _ in }
    ) {
        guard case .request(let method, _, _) = message.start, method != .ack else { return }
        let retryAfter = status == 503 && source(of: flow) == .outside ? 1 + entropy.next() % 10 : nil
        let bytes = ResponseBuilder.response(
            to: message, status: status, reason: reason, toTag: statelessTag(of: message),
            source: flow.remote, allocator: allocator
        ) { writer in
            if let retryAfter {
                writer.write("Retry-After: ")
                writer.writeDecimal(retryAfter)
                writer.write("\r\n")
            }
            extra(&writer)
        }
        transmit(bytes, over: wayBack(for: message, over: flow))
    }

    /// Refuses for a reason that the operator wants to see.
    mutating func refuse(_ request: Request, _ status: UInt16, _ reason: Refusal.Reason) {
        guard request.method != .ack else { return discard(.untrustedACK, request.flow) }
        report(request, status, reason)
        answer(request, status) { writer in
            if status == 405 { writer.write(Self.allowHeader) }
        }
    }

    mutating func report(_ request: Request, _ status: UInt16, _ reason: Refusal.Reason) {
        effects.append(.event(.refused(Refusal(request, status: status, reason: reason))))
    }

    /// Refuses by the checks of RFC 3261 16.3.
    mutating func refuse(_ request: Request, _ refusal: RequestValidation.Refusal) {
        answer(request, refusal.status) { writer in
            guard refusal == .badExtension else { return }
            for field in request.message.fields where field.name == .proxyRequire {
                writer.write("Unsupported: ")
                writer.write(request.message.span.part(field.value))
                writer.write("\r\n")
            }
        }
    }

    mutating func refuseMalformed(_ message: SIPMessage, _ fault: Fault, over flow: Flow) {
        switch message.start {
        case .request: answer(message, over: flow, fault.status, fault.reason)
        case .status: discard(.malformedResponse, flow)
        }
    }

    mutating func overloaded(_ request: Request, _ table: StaticString) {
        effects.append(.event(.overloaded(table: table)))
        answer(request, 503)
    }

    /// The tag of a stateless answer: the same for a retransmission of the request (RFC 3261 8.2.7).
    private func statelessTag(of message: SIPMessage) -> UInt64 {
        var hash = KeyedHash(transactionKey)
        if let field = message.first(.callID) { hash.combine(message.span.part(field.value)) }
        if let field = message.first(.from) { hash.combine(message.span.part(field.value)) }
        if let field = message.first(.cseq) { hash.combine(message.span.part(field.value)) }
        return UInt64(truncatingIfNeeded: hash.finalize())
    }

    /// Where a response goes: back over the connection; on datagrams to the source's port where the client asked for
    /// that (RFC 3581) or sits behind a NAT, else to the port in its Via (RFC 3261 18.2.2).
    func wayBack(for message: SIPMessage, over flow: Flow) -> Flow {
        guard flow.transport == .udp, let field = message.first(.via) else { return flow }
        let span = message.span
        var values = message.values(.via)
        let range = values.next()?.range ?? field.value
        guard let via = try? Via.parse(span, range), via.rport == .absent,
            via.hostAddress(in: span) == flow.remote.address
        else { return flow }
        var back = flow
        back.remote.port = via.port ?? 5060
        return back
    }

    // MARK: - Through a server transaction

    /// RFC 3261 17.2.3: what names a server transaction. CANCEL and ACK ask with the method of their INVITE; the
    /// Request-URI plays no part, for there are clients that change it.
    func transactionKey(of request: Request, as method: SIPMethod) -> UInt128 {
        let span = request.message.span
        var hash = KeyedHash(transactionKey)
        hash.combine(method.rawValue)
        if method == .other { hash.combine(span.part(request.methodBytes)) }
        if let branch = request.envelope.via.branch { hash.combine(span.part(branch)) }
        hash.combine(0 as UInt8)
        hash.combine(ignoringCase: span.part(request.envelope.via.host))
        hash.combine(UInt64(request.envelope.via.port ?? 5060))
        return hash.finalize()
    }

    /// - Returns: nil when there are too many: answer 503.
    mutating func openTransaction(for request: Request) -> Handle? {
        let key = transactionKey(of: request, as: request.method)
        let isReliable = request.flow.transport.isReliable
        let machine: ServerTransaction.Machine = request.method == .invite
            ? .invite(InviteServerTransaction(isReliable: isReliable))
            : .nonInvite(NonInviteServerTransaction(isReliable: isReliable))
        let handle = servers.insert(
            ServerTransaction(
                key: key, method: request.method, machine: machine,
                flow: wayBack(for: request.message, over: request.flow), source: request.source,
                request: allocator.buffer(copying: request.message.span), localTag: entropy.next()))
        if let handle { serverIndex[key] = handle }
        return handle
    }

    /// Answers with a response of our own, out of the kept request; nothing if that had its final answer.
    mutating func respond(_ server: Handle, _ status: UInt16, extra: (inout ByteWriter) -> Void = { _ in }) {
        guard let request = servers[server]?.request else { return }
        var message = SIPMessage()
        guard case .message = SIPParser.parse(request, framing: .datagram, into: &message) else { return }
        respond(server, status, to: message, extra: extra)
    }

    /// Answers with a response of our own to the request at hand.
    mutating func respond(
        _ server: Handle, _ status: UInt16, to message: SIPMessage, extra: (inout ByteWriter) -> Void = { _ in }
    ) {
        guard let tag = servers[server]?.localTag, let source = servers[server]?.flow.remote else { return }
        let isOutside = servers[server]?.source == .outside
        let retryAfter = status == 503 && isOutside ? 1 + entropy.next() % 10 : nil
        let bytes = ResponseBuilder.response(
            to: message, status: status, reason: ReasonPhrase.standard(status), toTag: tag,
            source: source, allocator: allocator
        ) { writer in
            if let retryAfter {
                writer.write("Retry-After: ")
                writer.writeDecimal(retryAfter)
                writer.write("\r\n")
            }
            extra(&writer)
        }
        respond(server, status, bytes)
    }

    /// Puts a response through the transaction's machine. RFC 3261 17.2.
    mutating func respond(_ server: Handle, _ status: UInt16, _ bytes: ByteBuffer) {
        guard servers.contains(server), let flow = servers[server]?.flow else { return }
        switch servers[server]!.machine {
        case .invite(var machine):
            let outcome = machine.on(status < 200 ? .provisional : status < 300 ? .success : .failure)
            servers[server]!.machine = .invite(machine)
            carryOut(outcome, server, bytes, over: flow)
        case .nonInvite(var machine):
            let outcome = machine.on(status < 200 ? .provisional : .final)
            servers[server]!.machine = .nonInvite(machine)
            carryOut(outcome, server, bytes, over: flow)
        }
    }

    private mutating func carryOut(
        _ outcome: InviteServerTransaction.Outcome, _ server: Handle, _ bytes: ByteBuffer, over flow: Flow
    ) {
        switch outcome {
        case .send:
            if case .invite(let machine) = servers[server]?.machine, machine.state == .proceeding {
                servers[server]?.response = bytes
            }
            transmit(bytes, over: flow)
        case .sendAndAccept:
            servers[server]?.request = nil
            servers[server]?.response = nil
            transmit(bytes, over: flow)
            schedule(.serverL, server, after: TimerValue.transaction)
        case .sendAndComplete:
            servers[server]?.request = nil
            servers[server]?.response = bytes
            transmit(bytes, over: flow)
            schedule(.serverH, server, after: TimerValue.transaction)
            if !flow.transport.isReliable { schedule(.serverG, server, after: TimerValue.t1) }
        case .nothing, .resend, .resendLater, .confirm, .unacknowledged, .done:
            break
        }
    }

    private mutating func carryOut(
        _ outcome: NonInviteServerTransaction.Outcome, _ server: Handle, _ bytes: ByteBuffer, over flow: Flow
    ) {
        switch outcome {
        case .send:
            servers[server]?.response = bytes
            transmit(bytes, over: flow)
        case .sendAndComplete:
            transmit(bytes, over: flow)
            if flow.transport.isReliable {
                closeTransaction(server)
            } else {
                servers[server]?.request = nil
                servers[server]?.response = bytes
                schedule(.serverJ, server, after: TimerValue.transaction)
            }
        case .nothing, .resend, .done:
            break
        }
    }

    /// A request came again.
    mutating func retransmitted(_ server: Handle) {
        guard let transaction = servers[server] else { return }
        let resends: Bool
        switch transaction.machine {
        case .invite(var machine): resends = machine.on(.request) == .resend
        case .nonInvite(var machine): resends = machine.on(.request) == .resend
        }
        if resends, let response = transaction.response { transmit(response, over: transaction.flow) }
    }

    /// An ACK to a refusal came. RFC 3261 17.2.1.
    ///
    /// - Returns: false where the INVITE was answered 2xx: that ACK is a request of its own (13.2.2.4).
    mutating func acknowledge(_ server: Handle) -> Bool {
        guard case .invite(var machine) = servers[server]?.machine else { return true }
        if machine.state == .accepted { return false }
        let outcome = machine.on(.ack)
        servers[server]?.machine = .invite(machine)
        guard outcome == .confirm else { return true }
        servers[server]?.response = nil
        if machine.isReliable {
            closeTransaction(server)
        } else {
            schedule(.serverI, server, after: TimerValue.t4)
        }
        return true
    }

    mutating func closeTransaction(_ server: Handle) {
        guard let transaction = servers.remove(server) else { return }
        if serverIndex[transaction.key] == server { serverIndex.removeValue(forKey: transaction.key) }
    }
}

extension ByteBufferAllocator {
    /// A buffer with just these octets: what is kept must not hold a whole receive buffer alive.
    func buffer(copying span: Span<UInt8>) -> ByteBuffer {
        var buffer = buffer(capacity: span.count)
        span.withUnsafeBytes { _ = buffer.writeBytes($0) }
        return buffer
    }
}

extension String {
    /// Text out of a message, for people: what is not UTF-8 is replaced.
    init(copying span: Span<UInt8>) {
        self = span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
