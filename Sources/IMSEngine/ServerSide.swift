import DecisionTrace
import Determinism
import NIOCore
import NetworkAddresses
import SIPMessages
import SIPTransactions
import SIPTransports

/// Answering through a server transaction. RFC 3261 17.2.
extension Engine {
    /// RFC 3261 17.2.3: what names a server transaction. CANCEL and ACK ask with the method of
    /// their INVITE; the Request-URI plays no part, for there are clients that change it.
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
        let machine: ServerTransaction.Machine =
            request.method == .invite
            ? .invite(InviteServerTransaction(isReliable: isReliable))
            : .nonInvite(NonInviteServerTransaction(isReliable: isReliable))
        let handle = servers.insert(
            ServerTransaction(
                key: key, method: request.method, machine: machine,
                flow: wayBack(for: request.message, over: request.flow), source: request.source,
                request: allocator.buffer(copying: request.message.span), localTag: entropy.next(),
                call: call, trunk: trunkName(of: request.source), remote: request.flow,
                received: now.instant,
                isInDialog: request.isInDialog))
        if let handle { serverIndex[key] = handle }
        return handle
    }

    /// Answers with a response of our own, out of the kept request; nothing if that had its final
    /// answer.
    mutating func respond(
        _ server: Handle, _ status: UInt16, _ reason: OutcomeReason,
        extra: (inout ByteWriter) -> Void = { _ in }
    ) {
        guard let request = servers[server]?.request else { return }
        var message = SIPMessage()
        guard case .message = SIPParser.parse(request, framing: .datagram, into: &message) else {
            return
        }
        respond(server, status, reason, to: message, extra: extra)
    }

    /// Tells the caller that its INVITE arrived (RFC 3261 17.2.1).
    mutating func sendTrying(_ server: Handle, to message: SIPMessage) {
        respond(server, 100, .relayed, to: message)
    }

    /// Answers with a response of our own to the request at hand.
    mutating func respond(
        _ server: Handle, _ status: UInt16, _ reason: OutcomeReason, to message: SIPMessage,
        extra: (inout ByteWriter) -> Void = { _ in }
    ) {
        guard let tag = servers[server]?.localTag, let source = servers[server]?.flow.remote else {
            return
        }
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
        respond(server, status, reason, bytes)
    }

    /// Puts a response through the transaction's machine. RFC 3261 17.2.
    ///
    /// - Parameter reason: why a final one is the answer; of no matter for a provisional one.
    mutating func respond(
        _ server: Handle, _ status: UInt16, _ reason: OutcomeReason, _ bytes: ByteBuffer
    ) {
        guard servers.contains(server), let flow = servers[server]?.flow else { return }
        switch servers[server]!.machine {
        case .invite(var machine):
            let outcome = machine.on(
                status < 200 ? .provisional : status < 300 ? .success : .failure)
            servers[server]!.machine = .invite(machine)
            if outcome == .sendAndAccept || outcome == .sendAndComplete {
                conclude(server, status, reason)
            }
            carryOut(outcome, server, bytes, over: flow)
        case .nonInvite(var machine):
            let outcome = machine.on(status < 200 ? .provisional : .final)
            servers[server]!.machine = .nonInvite(machine)
            if outcome == .sendAndComplete { conclude(server, status, reason) }
            carryOut(outcome, server, bytes, over: flow)
        }
    }

    private mutating func conclude(_ server: Handle, _ status: UInt16, _ reason: OutcomeReason) {
        guard let transaction = servers[server], let request = transaction.request else { return }
        conclude(
            RequestOutcome(
                method: transaction.method, source: transaction.remote,
                trunk: transaction.trunk, status: status, reason: reason,
                isInDialog: transaction.isInDialog,
                duration: now.instant - transaction.received, call: transaction.call,
                message: request))
    }

    private mutating func carryOut(
        _ outcome: InviteServerTransaction.Outcome, _ server: Handle, _ bytes: ByteBuffer,
        over flow: Flow
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
        _ outcome: NonInviteServerTransaction.Outcome, _ server: Handle, _ bytes: ByteBuffer,
        over flow: Flow
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
        note(.retransmissionAbsorbed)
        let resends: Bool
        switch transaction.machine {
        case .invite(var machine): resends = machine.on(.request) == .resend
        case .nonInvite(var machine): resends = machine.on(.request) == .resend
        }
        if resends, let response = transaction.response {
            transmit(response, over: transaction.flow)
        }
    }

    /// An ACK to a refusal came. RFC 3261 17.2.1.
    ///
    /// - Returns: false where the INVITE was answered 2xx: that ACK is a request of its own
    ///   (13.2.2.4).
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
        if serverIndex[transaction.key] == server {
            serverIndex.removeValue(forKey: transaction.key)
        }
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
