import Determinism
import IMSFunctions
import NIOCore
import NetworkAddresses
import SIPMessages
import SIPProxying
import SIPTransactions
import SIPTransports
import Subscribers

/// Sending a request on, to every target at once. RFC 3261 16.6.
extension Engine {
    /// Above this size a request wants a transport with congestion control (RFC 3261 18.1.1).
    /// - Units: octets.
    static var largestDatagramRequest: Int { 1300 }

    mutating func forward(
        _ request: Request, to targets: [Target], server: Handle, asserted: AssertedIdentity?,
        routesToRemove: Int? = nil
    ) {
        servers[server]?.context = ResponseContext(
            isInvite: request.method == .invite, now: now.instant)
        let routes = routesToRemove ?? routeInformation(of: request).count
        for target in targets {
            send(request, to: target, server: server, asserted: asserted, routesToRemove: routes)
        }
        if request.method == .invite { schedule(.proxyC, server, after: TimerValue.c) }
        if servers[server]?.context?.branchCount == 0 { respond(server, 503, .overloaded) }
    }

    /// Opens the client transaction of one branch.
    private mutating func send(
        _ request: Request, to target: Target, server: Handle, asserted: AssertedIdentity?,
        routesToRemove: Int
    ) {
        var target = target
        let secret = entropy.next()
        let machine: ClientTransaction.Machine =
            request.method == .invite
            ? .invite(InviteClientTransaction(isReliable: target.flow.transport.isReliable))
            : .nonInvite(NonInviteClientTransaction(isReliable: target.flow.transport.isReliable))
        guard
            let handle = clients.insert(
                ClientTransaction(
                    secret: secret, machine: machine, flow: target.flow, request: ByteBuffer(),
                    server: server, call: call, target: target))
        else {
            effects.append(.event(.overloaded(table: "client transactions")))
            return
        }
        var plan = plan(
            for: request, target: target, branch: Branch(client: handle, secret: secret),
            asserted: asserted,
            routesToRemove: routesToRemove)
        if makesDialog(request.method) && !request.isInDialog {
            plan.recordRoute = recordRoute(for: request, target: target)
        }
        let bytes = ForwardedRequest.write(
            request.message, request.envelope, plan, editor: &editor, allocator: allocator)
        if target.prefersReliable, bytes.readableBytes > Self.largestDatagramRequest,
            isReachable(target),
            let reliable = reliableFlow(instead: target.flow)
        {
            clients.remove(handle)
            target.alternatives = [
                ServerTarget(transport: target.flow.transport, endpoint: target.flow.remote)
            ]
            target.flow = reliable
            target.prefersReliable = false
            return send(
                request, to: target, server: server, asserted: asserted,
                routesToRemove: routesToRemove)
        }
        clients[handle]?.request = bytes
        servers[server]?.context?.add(handle)
        note(.branchSent, to: target.flow)
        transmit(bytes, over: target.flow)
        startTimers(of: handle, isInvite: request.method == .invite, flow: target.flow)
    }

    mutating func startTimers(of client: Handle, isInvite: Bool, flow: Flow) {
        if flow.connection != 0 { connections.use(flow) }
        if isInvite {
            if !flow.transport.isReliable { schedule(.clientA, client, after: TimerValue.t1) }
            schedule(.clientB, client, after: TimerValue.transaction)
        } else {
            if !flow.transport.isReliable { schedule(.clientE, client, after: TimerValue.t1) }
            schedule(.clientF, client, after: TimerValue.transaction)
        }
    }

    func plan(
        for request: Request, target: Target, branch: Branch, asserted: AssertedIdentity?,
        routesToRemove: Int
    ) -> ForwardedRequest.Plan {
        let isFromPhone = asserted != nil
        var plan = ForwardedRequest.Plan(
            via: OwnVia(prefix: settings.listener(of: target.flow).viaPrefix, branch: branch),
            source: request.flow.remote,
            stops: isFromPhone ? TrustBoundary.stopsFromPhone : TrustBoundary.stops)
        plan.requestURI = target.requestURI
        plan.routesToRemove = routesToRemove
        plan.route = target.route
        if let asserted { plan.assertedIdentity = asserted.text(domain: settings.home.domain) }
        plan.namesCalledParty =
            target.requestURI != nil
            && (isFromPhone || request.message.first(.pCalledPartyID) == nil)
        return plan
    }

    /// RFC 3261 16.6 step 4: where later requests of the dialog need us.
    func makesDialog(_ method: SIPMethod) -> Bool {
        switch method {
        case .invite, .subscribe, .refer, .notify: true
        default: false
        }
    }

    /// One Record-Route, or two where the sides differ in transport or address (RFC 5658), each
    /// with the flow token.
    private func recordRoute(for request: Request, target: Target) -> OwnRecordRoute {
        let span = request.message.span
        let tag = request.envelope.fromTag.map {
            FlowToken.fingerprint(ofTag: span.part($0), key: secrets.flowTokens)
        }
        let token = FlowToken(caller: side(of: request), callee: target.side, callerTag: tag ?? 0)
            .text(key: secrets.flowTokens, dialog: span.part(request.envelope.callID))
        let outer = settings.listenerIndex(of: request.flow)
        let inner = settings.listenerIndex(of: target.dialogFlow)
        return OwnRecordRoute(
            token: token, inner: settings.listeners[inner].recordRouteSuffix,
            outer: outer == inner ? nil : settings.listeners[outer].recordRouteSuffix)
    }

    /// What the flow token says of the side that sent this request.
    private func side(of request: Request) -> FlowToken.Side {
        let listener = listenerIndex(of: request.flow)
        switch request.source {
        case .trunk:
            return request.flow.transport == .udp
                ? .routeSet : .connection(request.flow.remote, listener: listener)
        case .outside:
            return .flow(request.flow.transport, request.flow.remote, listener: listener)
        }
    }

    private func listenerIndex(of flow: Flow) -> UInt8 {
        UInt8(truncatingIfNeeded: settings.listenerIndex(of: flow))
    }

    // MARK: - Flows

    /// How a registered contact is reached: over its flow, or where that is gone, at the address
    /// that it gave.
    mutating func target(for binding: Binding) -> Target? {
        var flow = binding.flow
        if flow.connection != 0, binding.flowIsGone || !connections.isOpen(flow) {
            guard let reopened = flowToContact(binding.contact.span) else { return nil }
            flow = reopened
        }
        let side = FlowToken.Side.flow(
            flow.transport, flow.remote, listener: listenerIndex(of: flow))
        return Target(
            requestURI: binding.contact, route: binding.path, flow: flow, side: side,
            prefersReliable: flow.transport == .udp)
    }

    /// True where the phone's own address is the one that its packets come from: no NAT in between,
    /// so a connection to it may be opened.
    private func isReachable(_ target: Target) -> Bool {
        guard let contact = target.requestURI, contact.count <= SIPURI.longest,
            let uri = try? SIPURI.parse(contact.span, ByteRange(0, contact.count))
        else { return false }
        let endpoint = target.flow.remote
        return uri.hostAddress(in: contact.span) == endpoint.address
            && (uri.port ?? 5060) == endpoint.port
    }

    /// A connection to the address in a Contact URI: the open one, or a new one.
    mutating func flowToContact(_ contact: Span<UInt8>) -> Flow? {
        guard contact.count <= SIPURI.longest,
            let uri = try? SIPURI.parse(contact, ByteRange(0, contact.count)),
            let address = uri.hostAddress(in: contact)
        else { return nil }
        return self.flow(
            to: ServerTarget(transport: .tcp, endpoint: SocketEndpoint(address, uri.port ?? 5060)))
    }

    private mutating func reliableFlow(instead flow: Flow) -> Flow? {
        self.flow(to: ServerTarget(transport: .tcp, endpoint: flow.remote))
    }

    /// The flow to a located server: datagrams from the listener of its family, or a connection,
    /// open or new.
    mutating func flow(to target: ServerTarget) -> Flow? {
        guard
            let listener = settings.listeners.first(where: {
                $0.listener.transport == target.transport
                    && $0.listener.endpoint.address.isV4 == target.endpoint.address.isV4
            })?.listener
        else { return nil }
        switch target.transport {
        case .udp:
            return Flow(transport: .udp, local: listener.endpoint, remote: target.endpoint)
        case .tcp:
            if let open = connections.flow(to: target.endpoint) { return open }
            guard
                let flow = connections.open(
                    transport: .tcp, local: listener.endpoint, remote: target.endpoint)
            else { return nil }
            effects.append(.open(flow))
            return flow
        }
    }

    mutating func transmit(_ bytes: ByteBuffer, over flow: Flow) {
        note(.sent, bytes, over: flow)
        effects.append(.transmit(bytes, over: flow))
    }

    mutating func schedule(_ kind: TimerToken.Kind, _ handle: Handle, after interval: Interval) {
        deadlines.schedule(
            TimerToken(kind: kind, handle: handle), after: interval, now: now.instant)
    }
}
