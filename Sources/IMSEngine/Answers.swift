import DecisionTrace
import Determinism
import IMSFunctions
import NIOCore
import NetworkAddresses
import SIPMessages
import SIPProxying
import SIPTransactions
import SIPTransports

/// Answering once, without state. What is answered through a transaction is in `ServerSide`.
extension Engine {
    /// Answers once and forgets. ACK is never answered.
    mutating func answer(
        _ request: Request, _ status: UInt16, _ reason: OutcomeReason,
        extra: (inout ByteWriter) -> Void = { _ in }
    ) {
        answer(
            request.message, over: request.flow, from: request.source, status,
            ReasonPhrase.standard(status), reason, isInDialog: request.isInDialog, extra: extra)
    }

    mutating func answer(
        _ message: SIPMessage, over flow: Flow, from source: Source, _ status: UInt16,
        _ phrase: StaticString, _ reason: OutcomeReason, isInDialog: Bool,
        extra: (inout ByteWriter) -> Void = { _ in }
    ) {
        guard case .request(let method, _, _) = message.start, method != .ack else { return }
        let retryAfter =
            status == 503 && source == .outside ? 1 + entropy.next() % 10 : nil
        let bytes = ResponseBuilder.response(
            to: message, status: status, reason: phrase, toTag: statelessTag(of: message),
            source: flow.remote, allocator: allocator
        ) { writer in
            if let retryAfter {
                writer.write("Retry-After: ")
                writer.writeDecimal(retryAfter)
                writer.write("\r\n")
            }
            extra(&writer)
        }
        conclude(
            RequestOutcome(
                method: method, source: flow, trunk: trunkName(of: source),
                status: status, reason: reason, isInDialog: isInDialog, duration: .seconds(0),
                call: call, message: message.bytes))
        transmit(bytes, over: wayBack(for: message, over: flow))
    }

    /// Tells of a final answer.
    mutating func conclude(_ outcome: RequestOutcome) {
        var outcome = outcome
        if !settings.stage.isEmpty {
            outcome.isPlayed = settings.stage[outcome.source.remote] != nil
        }
        note(outcome)
        effects.append(.event(.answered(outcome)))
    }

    func trunkName(of source: Source) -> String? {
        guard case .trunk(let place) = source else { return nil }
        return settings.trunks.entries[place].trunk
    }

    /// Refuses for who sent it or what it asks for.
    mutating func refuse(_ request: Request, _ status: UInt16, _ reason: OutcomeReason) {
        guard request.method != .ack else { return discard(.untrustedACK, request.flow) }
        answer(request, status, reason) { writer in
            if status == 405 { writer.write(Self.allowHeader) }
        }
    }

    /// Refuses by the checks of RFC 3261 16.3.
    mutating func refuse(_ request: Request, _ refusal: RequestValidation.Refusal) {
        answer(request, refusal.status, Self.reason(for: refusal)) { writer in
            guard refusal == .badExtension else { return }
            for field in request.message.fields where field.name == .proxyRequire {
                writer.write("Unsupported: ")
                writer.write(request.message.span.part(field.value))
                writer.write("\r\n")
            }
        }
    }

    private static func reason(for refusal: RequestValidation.Refusal) -> OutcomeReason {
        switch refusal {
        case .unsupportedScheme: .unsupportedURI
        case .tooManyHops: .loopOrTooManyHops
        case .badExtension: .unsupportedExtension
        case .draining: .draining
        }
    }

    mutating func refuseMalformed(_ message: SIPMessage, _ fault: Fault, over flow: Flow) {
        switch message.start {
        case .request:
            answer(
                message, over: flow, from: source(of: flow), fault.status, fault.reason,
                .malformed, isInDialog: false)
        case .status: discard(.malformedResponse, flow)
        }
    }

    mutating func overloaded(_ request: Request, _ table: StaticString) {
        effects.append(.event(.overloaded(table: table)))
        answer(request, 503, .overloaded)
    }

    /// The tag of a stateless answer: the same for a retransmission of the request (RFC 3261
    /// 8.2.7).
    private func statelessTag(of message: SIPMessage) -> UInt64 {
        var hash = KeyedHash(transactionKey)
        if let field = message.first(.callID) { hash.combine(message.span.part(field.value)) }
        if let field = message.first(.from) { hash.combine(message.span.part(field.value)) }
        if let field = message.first(.cseq) { hash.combine(message.span.part(field.value)) }
        return UInt64(truncatingIfNeeded: hash.finalize())
    }

    /// Where a response goes: back over the connection; on datagrams to the source's port where the
    /// client asked for that (RFC 3581) or sits behind a NAT, else to the port in its Via (RFC 3261
    /// 18.2.2).
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
}
