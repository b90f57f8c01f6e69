import Determinism
import NIOCore
import SIPMessages
import SIPProxying
import SIPTransactions
import SIPTransports

/// CANCEL, both ways. RFC 3261 9 and 16.10.
extension Engine {
    /// A caller gives up.
    ///
    /// 481 where there is no such INVITE (asked before trust, as peers of Clearwater know it), 403
    /// where it came from elsewhere than the INVITE did.
    mutating func receiveCancel(_ request: Request) {
        if let own = serverIndex[transactionKey(of: request, as: .cancel)] {
            return retransmitted(own)
        }
        guard let server = serverIndex[transactionKey(of: request, as: .invite)],
            let flow = servers[server]?.flow
        else { return answer(request, 481, .noSuchDialog) }
        guard flow.remote.address == request.flow.remote.address else {
            return refuse(request, 403, .untrustedSource)
        }
        // A transaction of its own (9.2), so that it is answered alike after the INVITE is
        // forgotten.
        if let own = openTransaction(for: request) {
            respond(own, 200, .cancelAccepted)
        } else {
            answer(request, 200, .cancelAccepted)
        }
        cancel(server)
    }

    private mutating func cancel(_ server: Handle) {
        guard case .invite(let machine) = servers[server]?.machine, machine.state == .proceeding
        else { return }
        servers[server]?.isCancelled = true
        note(.cancelled)
        guard let context = servers[server]?.context else {
            return respond(server, 487, .cancelledByCaller)
        }
        servers[server]?.context?.isCancelled = true
        for client in context.pendingClients { cancelBranch(client) }
    }

    /// Withdraws an INVITE that we sent; before any provisional response it has to wait for one
    /// (9.1).
    mutating func cancelBranch(_ client: Handle) {
        guard clients[client]?.cancellation == nil,
            case .invite(let machine) = clients[client]?.machine
        else { return }
        switch machine.state {
        case .calling: clients[client]?.cancellation = .wanted
        case .proceeding: sendCancel(client)
        case .completed, .accepted, .terminated: break
        }
    }

    mutating func sendCancel(_ client: Handle) {
        guard
            let bytes = derived(
                from: client,
                { invite, envelope, allocator in
                    DerivedRequest.cancel(of: invite, envelope, allocator: allocator)
                }), let flow = clients[client]?.flow
        else { return }
        let machine = NonInviteClientTransaction(isReliable: flow.transport.isReliable)
        clients[client]?.cancellation = .sent(machine, bytes)
        transmit(bytes, over: flow)
        if !flow.transport.isReliable { schedule(.cancelE, client, after: TimerValue.t1) }
        schedule(.cancelF, client, after: TimerValue.transaction)
    }

    /// Makes a request out of the INVITE that a client transaction sent.
    mutating func derived(
        from client: Handle, _ make: (SIPMessage, Envelope, ByteBufferAllocator) -> ByteBuffer
    ) -> ByteBuffer? {
        guard let sent = clients[client]?.request, sent.readableBytes > 0 else { return nil }
        var invite = SIPMessage()
        guard case .message = SIPParser.parse(sent, framing: .datagram, into: &invite),
            let envelope = try? Envelope.read(invite)
        else { return nil }
        return make(invite, envelope, allocator)
    }

    /// An answer to our CANCEL: it only ends the CANCEL's own retransmissions.
    mutating func receiveCancelResponse(_ client: Handle, status: UInt16) {
        guard case .sent(var machine, let bytes) = clients[client]?.cancellation else { return }
        _ = machine.on(status < 200 ? .provisional : .final)
        clients[client]?.cancellation = .sent(machine, bytes)
    }
}
