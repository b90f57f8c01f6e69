import Determinism
import NIOCore
import SIPProxying
import SIPTransactions

/// What happens when a timer is due. A token whose owner is gone or has moved on does nothing.
extension Engine {
    mutating func timerDue(_ token: TimerToken) {
        resume(token)
        switch token.kind {
        case .clientA: inviteClientTimer(token.handle, .timerA)
        case .clientB: inviteClientTimer(token.handle, .timerB)
        case .clientD: inviteClientTimer(token.handle, .timerD)
        case .clientM: inviteClientTimer(token.handle, .timerM)
        case .clientE: nonInviteClientTimer(token.handle, .timerE)
        case .clientF: nonInviteClientTimer(token.handle, .timerF)
        case .clientK: nonInviteClientTimer(token.handle, .timerK)
        case .cancelE: cancelTimer(token.handle, .timerE)
        case .cancelF: cancelTimer(token.handle, .timerF)
        case .serverG: inviteServerTimer(token.handle, .timerG)
        case .serverH: inviteServerTimer(token.handle, .timerH)
        case .serverI: inviteServerTimer(token.handle, .timerI)
        case .serverL: inviteServerTimer(token.handle, .timerL)
        case .serverJ: nonInviteServerTimer(token.handle, .timerJ)
        case .proxyC: proxyTimerC(token.handle)
        case .parked: parkedTooLong(token.handle)
        }
    }

    private mutating func inviteClientTimer(
        _ client: Handle, _ event: InviteClientTransaction.Event
    ) {
        guard case .invite(var machine) = clients[client]?.machine else { return }
        let outcome = machine.on(event)
        clients[client]!.machine = .invite(machine)
        switch outcome {
        case .retransmit:
            let transaction = clients[client]!
            note(.timerFired, "A")
            transmit(transaction.request, over: transaction.flow)
            schedule(.clientA, client, after: machine.retransmission)
        case .timedOut:
            note(.timerFired, "B")
            branchFailed(client, 408)
        case .done: clients.remove(client)
        case .nothing, .pass, .passAndAccept, .passAndAcknowledge, .acknowledgeAgain, .unreachable:
            break
        }
    }

    private mutating func nonInviteClientTimer(
        _ client: Handle, _ event: NonInviteClientTransaction.Event
    ) {
        guard case .nonInvite(var machine) = clients[client]?.machine else { return }
        let outcome = machine.on(event)
        clients[client]!.machine = .nonInvite(machine)
        switch outcome {
        case .retransmit:
            let transaction = clients[client]!
            note(.timerFired, "E")
            transmit(transaction.request, over: transaction.flow)
            schedule(.clientE, client, after: machine.retransmission)
        case .timedOut:
            note(.timerFired, "F")
            branchFailed(client, 408)
        case .done: clients.remove(client)
        case .nothing, .pass, .passAndComplete, .unreachable: break
        }
    }

    /// The CANCEL's own timers; when it got nowhere in 64*T1 the INVITE counts as cancelled (RFC
    /// 3261 9.1).
    private mutating func cancelTimer(_ client: Handle, _ event: NonInviteClientTransaction.Event) {
        guard let transaction = clients[client],
            case .sent(var machine, let bytes) = transaction.cancellation
        else { return }
        if event == .timerF, case .invite(let invite) = transaction.machine,
            invite.state == .proceeding
        {
            return branchFailed(client, 487)
        }
        guard machine.on(event) == .retransmit else { return }
        clients[client]!.cancellation = .sent(machine, bytes)
        transmit(bytes, over: transaction.flow)
        schedule(.cancelE, client, after: machine.retransmission)
    }

    private mutating func inviteServerTimer(
        _ server: Handle, _ event: InviteServerTransaction.Event
    ) {
        guard case .invite(var machine) = servers[server]?.machine else { return }
        let outcome = machine.on(event)
        servers[server]!.machine = .invite(machine)
        switch outcome {
        case .resendLater:
            let transaction = servers[server]!
            note(.timerFired, "G")
            if let response = transaction.response { transmit(response, over: transaction.flow) }
            schedule(.serverG, server, after: machine.retransmission)
        case .unacknowledged:
            note(.timerFired, "H")
            closeTransaction(server)
        case .done: closeTransaction(server)
        case .nothing, .resend, .send, .sendAndAccept, .sendAndComplete, .confirm: break
        }
    }

    private mutating func nonInviteServerTimer(
        _ server: Handle, _ event: NonInviteServerTransaction.Event
    ) {
        guard case .nonInvite(var machine) = servers[server]?.machine else { return }
        if machine.on(event) == .done { closeTransaction(server) }
    }

    /// RFC 3261 16.8: phones that ring for ever are told to stop. The timer starts anew with each
    /// provisional response; so it is looked at again after the time that is left, in steps of half
    /// a minute.
    private mutating func proxyTimerC(_ server: Handle) {
        guard let context = servers[server]?.context, context.hasPending, !context.isFinal else {
            return
        }
        if now.instant - context.lastProgress < TimerValue.c {
            return schedule(.proxyC, server, after: .seconds(30))
        }
        note(.timerFired, "C")
        for client in context.pendingClients {
            if case .invite(let machine) = clients[client]?.machine, machine.state == .proceeding {
                cancelBranch(client)
            } else {
                branchFailed(client, 408)
            }
        }
    }
}
