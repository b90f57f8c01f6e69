import DecisionTrace
import Determinism
import IMSFunctions
import NIOCore
import SIPMessages
import SIPProxying
import SIPTransactions
import SIPTransports

/// What happens to a response, in order. RFC 3261 16.7, 17.1.
extension Engine {
    mutating func receiveResponse(
        _ message: SIPMessage, _ envelope: Envelope, status: UInt16, over flow: Flow
    ) {
        // Its top Via names the client transaction; anything else was not sent by us.
        guard let client = client(of: message, envelope, over: flow) else {
            return discard(.unmatchedResponse, flow)
        }
        if envelope.method == .cancel { return receiveCancelResponse(client, status: status) }
        switch clients[client]!.machine {
        case .invite(var machine):
            let outcome = machine.on(
                status < 200 ? .provisional : status < 300 ? .success : .failure)
            clients[client]!.machine = .invite(machine)
            receiveInviteResponse(outcome, client, message, envelope, status: status)
        case .nonInvite(var machine):
            let outcome = machine.on(status < 200 ? .provisional : .final)
            clients[client]!.machine = .nonInvite(machine)
            receiveNonInviteResponse(outcome, client, message, envelope, status: status)
        }
    }

    /// The transaction of a branch that is ours, whose method fits, from the address that the
    /// request went to.
    private func client(of message: SIPMessage, _ envelope: Envelope, over flow: Flow) -> Handle? {
        let span = message.span
        guard let text = envelope.via.branch, let branch = Branch(span.part(text)),
            clients.contains(branch.client), clients[branch.client]?.secret == branch.secret,
            clients[branch.client]?.flow.remote.address == flow.remote.address
        else { return nil }
        switch clients[branch.client]!.machine {
        case .invite:
            return envelope.method == .invite || envelope.method == .cancel ? branch.client : nil
        case .nonInvite:
            return envelope.method == .invite || envelope.method == .cancel ? nil : branch.client
        }
    }

    private mutating func receiveInviteResponse(
        _ outcome: InviteClientTransaction.Outcome, _ client: Handle, _ message: SIPMessage,
        _ envelope: Envelope,
        status: UInt16
    ) {
        switch outcome {
        case .pass:
            if status < 200, case .wanted = clients[client]?.cancellation { sendCancel(client) }
            passUp(client, message, envelope, status: status)
        case .passAndAccept:
            clients[client]?.request.clear(minimumCapacity: 0)
            schedule(.clientM, client, after: TimerValue.transaction)
            passUp(client, message, envelope, status: status)
        case .passAndAcknowledge:
            acknowledgeFailure(client, message)
            passUp(client, message, envelope, status: status)
        case .acknowledgeAgain:
            if let bytes = clients[client]?.acknowledgement, let flow = clients[client]?.flow {
                transmit(bytes, over: flow)
            }
        case .nothing, .retransmit, .timedOut, .unreachable, .done:
            break
        }
    }

    private mutating func receiveNonInviteResponse(
        _ outcome: NonInviteClientTransaction.Outcome, _ client: Handle, _ message: SIPMessage,
        _ envelope: Envelope, status: UInt16
    ) {
        switch outcome {
        case .pass:
            passUp(client, message, envelope, status: status)
        case .passAndComplete:
            if !concludeProbe(client, status) {
                passUp(client, message, envelope, status: status)
            }
            if clients[client]?.flow.transport.isReliable == true {
                clients.remove(client)
            } else {
                clients[client]?.request = ByteBuffer()
                schedule(.clientK, client, after: TimerValue.t4)
            }
        case .nothing, .retransmit, .timedOut, .unreachable, .done:
            break
        }
    }

    /// RFC 3261 17.1.1.3. On a reliable transport nothing can repeat, so the transaction goes at
    /// once.
    private mutating func acknowledgeFailure(_ client: Handle, _ response: SIPMessage) {
        guard let flow = clients[client]?.flow else { return }
        let bytes = derived(from: client) { invite, envelope, allocator in
            DerivedRequest.acknowledgement(
                of: invite, envelope, response: response, allocator: allocator)
        }
        if let bytes { transmit(bytes, over: flow) }
        clients[client]?.acknowledgement = bytes
        clients[client]?.request = ByteBuffer()
        schedule(
            .clientD, client,
            after: flow.transport.isReliable ? Interval.milliseconds(1) : TimerValue.d)
    }

    /// The response context decides what becomes of it. RFC 3261 16.7 steps 4 to 6.
    private mutating func passUp(
        _ client: Handle, _ message: SIPMessage, _ envelope: Envelope, status: UInt16
    ) {
        guard status != 100, let server = clients[client]?.server,
            let verdict = servers[server]?.context?.received(status, from: client, now: now.instant)
        else { return }
        switch verdict {
        case .forward:
            forwardUpstream(message, envelope, status, server)
        case .forwardAndCancelOthers:
            forwardUpstream(message, envelope, status, server)
            cancelPending(of: server)
        case .finish:
            if status == 503 { return respond(server, 500, .relayed) }
            forwardUpstream(message, envelope, status, server)
        case .finishWithHeld:
            forwardHeld(server)
        case .hold:
            hold(status, message, server)
        case .holdAndCancelOthers:
            hold(status, message, server)
            cancelPending(of: server)
        case .ignore:
            break
        }
    }

    private mutating func hold(_ status: UInt16, _ message: SIPMessage, _ server: Handle) {
        let bytes = allocator.buffer(copying: message.span)
        servers[server]?.context?.hold(status, bytes)
        note(.responseHeld, Int(status))
    }

    private mutating func forwardUpstream(
        _ message: SIPMessage, _ envelope: Envelope, _ status: UInt16, _ server: Handle
    ) {
        guard
            let bytes = ForwardedResponse.write(
                message, envelope, stops: TrustBoundary.stops, editor: &editor, allocator: allocator
            )
        else { return forwardWithoutWayBack(status, server) }
        let isGivenUp = status == 487 && servers[server]?.isCancelled == true
        respond(server, status, isGivenUp ? .cancelledByCaller : .relayed, bytes)
    }

    /// A response that left the Vias beneath ours behind: RFC 3261 16.7 step 3 forbids to forward
    /// it. A final one has ended its branch all the same, and the caller waits: it gets the status
    /// in an answer of our own, or 502 in place of a success, which is worth nothing without the
    /// headers of the one who gave it.
    private mutating func forwardWithoutWayBack(_ status: UInt16, _ server: Handle) {
        if status >= 200 { respond(server, status < 300 ? 502 : status, .badUpstreamAnswer) }
    }

    mutating func cancelPending(of server: Handle) {
        for client in servers[server]?.context?.pendingClients ?? [] { cancelBranch(client) }
    }

    /// Every branch has answered, and the best answer came before the last.
    mutating func forwardHeld(_ server: Handle) {
        guard let held = servers[server]?.context?.held else { return }
        if held.bytes.readableBytes == 0 {
            return respond(server, held.status, Self.reason(ofFailedBranch: held.status))
        }
        if held.status == 503 { return respond(server, 500, .relayed) }
        var message = SIPMessage()
        guard case .message = SIPParser.parse(held.bytes, framing: .datagram, into: &message),
            let envelope = try? Envelope.read(message)
        else { return respond(server, 500, .badUpstreamAnswer) }
        forwardUpstream(message, envelope, held.status, server)
    }

    // MARK: - A branch that failed without an answer

    /// What the status that a silent branch counts as means.
    private static func reason(ofFailedBranch status: UInt16) -> OutcomeReason {
        switch status {
        case 408: .noAnswer
        case 487: .cancelledByCaller
        default: .contactUnreachable
        }
    }

    /// As if the branch had answered `status`; before that the next server of the same target is
    /// tried.
    mutating func branchFailed(_ client: Handle, _ status: UInt16) {
        guard let failed = clients.remove(client), !concludeProbe(client, nil),
            servers.contains(failed.server)
        else { return }
        note(.branchFailed, to: failed.flow, status)
        if tryAlternative(of: failed, client: client) { return }
        // Who gave up before anything came back expects 487 (RFC 3261 9.2), whatever became of the
        // branch.
        let status: UInt16 = failed.cancellation == nil ? status : 487
        guard
            let verdict = servers[failed.server]?.context?.received(
                status, from: client, now: now.instant)
        else { return }
        switch verdict {
        case .finish, .forward, .forwardAndCancelOthers:
            respond(failed.server, status, Self.reason(ofFailedBranch: status))
        case .finishWithHeld:
            forwardHeld(failed.server)
        case .hold, .holdAndCancelOthers:
            servers[failed.server]?.context?.hold(status, ByteBuffer())
        case .ignore:
            break
        }
    }
}
