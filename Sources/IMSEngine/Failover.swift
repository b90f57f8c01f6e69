import Determinism
import NIOCore
import SIPMessages
import SIPProxying
import SIPTransactions
import SIPTransports

/// The next server of a target whose first did not work. RFC 3263 4.3, RFC 3261 18.1.1.
extension Engine {
    /// - Returns: false when there is none left, or the caller has given up.
    mutating func tryAlternative(of failed: ClientTransaction, client: Handle) -> Bool {
        guard !failed.target.alternatives.isEmpty, failed.cancellation == nil,
            failed.request.readableBytes > 0
        else { return false }
        var target = failed.target
        let next = target.alternatives.removeFirst()
        guard let flow = flow(to: next) else { return false }
        target.flow = flow
        var message = SIPMessage()
        guard case .message = SIPParser.parse(failed.request, framing: .datagram, into: &message),
            let envelope = try? Envelope.read(message)
        else { return false }
        let isInvite = envelope.method == .invite
        let secret = entropy.next()
        let machine: ClientTransaction.Machine =
            isInvite
            ? .invite(InviteClientTransaction(isReliable: flow.transport.isReliable))
            : .nonInvite(NonInviteClientTransaction(isReliable: flow.transport.isReliable))
        guard
            let successor = clients.insert(
                ClientTransaction(
                    secret: secret, machine: machine, flow: flow, request: ByteBuffer(),
                    server: failed.server, call: call, target: target))
        else { return false }
        editor.clear()
        let via = OwnVia(
            prefix: settings.listener(of: flow).viaPrefix,
            branch: Branch(client: successor, secret: secret))
        editor.replace(envelope.via.whole) { via.writeValue(into: &$0) }
        let bytes = editor.write(message, allocator: allocator)
        clients[successor]?.request = bytes
        servers[failed.server]?.context?.replace(client, by: successor)
        note(.alternativeTried, to: flow)
        transmit(bytes, over: flow)
        startTimers(of: successor, isInvite: isInvite, flow: flow)
        return true
    }

    /// A connection ended: contacts lose their flow, and what was waiting on it fails now rather
    /// than in 32 s.
    mutating func receiveFlowClosed(_ flow: Flow) {
        let wasUsed = connections.closed(flow)
        remembered.connectionEnded(flow.connection)
        guard wasUsed else { return }
        for handle in clients.handles where clients[handle]?.flow == flow {
            switch clients[handle]!.machine {
            case .invite(var machine):
                let outcome = machine.on(.transportFailed)
                clients[handle]!.machine = .invite(machine)
                if outcome == .unreachable { branchFailed(handle, 480) }
                if outcome == .done { clients.remove(handle) }
            case .nonInvite(var machine):
                let outcome = machine.on(.transportFailed)
                clients[handle]!.machine = .nonInvite(machine)
                if outcome == .unreachable { branchFailed(handle, 480) }
            }
        }
    }
}
