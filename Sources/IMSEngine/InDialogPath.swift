import Determinism
import IMSFunctions
import NetworkAddresses
import SIPMessages
import SIPProxying
import SIPTransactions
import SIPTransports

/// A request inside a dialog: it follows its route set, and the flow token of our Record-Route says
/// over which flow.
///
/// RFC 3261 16.4 to 16.6, RFC 5626 5.3. Accepted along a valid token from anywhere, or from a
/// trusted trunk.
extension Engine {
    mutating func receiveInDialog(_ request: Request, _ route: RouteInformation) {
        let span = request.message.span
        guard let token = flowToken(of: request, route) else {
            if let loose = undoingStrictRoute(request) {
                return receiveInDialog(loose, routeInformation(of: loose))
            }
            return receiveInDialogWithoutToken(request)
        }
        let isFromCaller =
            request.envelope.fromTag.map {
                FlowToken.fingerprint(ofTag: span.part($0), key: secrets.flowTokens)
                    == token.callerTag
            } ?? false
        switch isFromCaller ? token.callee : token.caller {
        case .flow(let transport, let remote, let listener):
            guard let flow = flowOfToken(transport, remote, listener, request) else {
                return answer(request, 480, .contactUnreachable)
            }
            note(.dialogRouted, to: flow, by: "flow token")
            sendInDialog(request, over: flow, route)
        case .connection(let remote, _):
            let open = connections.flow(to: remote)
            sendAlongRouteSet(request, route, preferring: open)
        case .routeSet:
            sendAlongRouteSet(request, route, preferring: nil)
        }
    }

    /// Without a token of ours only a trunk is heard, and only for a subscriber of ours.
    private mutating func receiveInDialogWithoutToken(_ request: Request) {
        guard case .trunk = request.source else { return refuse(request, 403, .badFlowToken) }
        if request.method == .ack { return deliverAcknowledgement(request) }
        switch calledSubscriber(of: request) {
        case .key: terminate(request, asserted: nil)
        case .nobody, .foreign: refuse(request, 403, .badFlowToken)
        }
    }

    /// The ACK of a trunk that ignores Record-Route, as SIPp's own caller does: without it the
    /// phone would hang up after 64*T1. It goes to every contact, for a phone that did not answer
    /// the call takes no notice of it.
    private mutating func deliverAcknowledgement(_ request: Request) {
        guard case .key(let key) = calledSubscriber(of: request), let record = remembered[key]
        else {
            return discard(.unmatchedACK, request.flow)
        }
        let routes = routeInformation(of: request).count
        for binding in BindingSelection.targets(of: record, at: now.wall) {
            guard let target = target(for: binding) else { continue }
            sendAcknowledgement(request, to: target, routesToRemove: routes)
        }
    }

    private func flowToken(of request: Request, _ route: RouteInformation) -> FlowToken? {
        let span = request.message.span
        guard let text = route.token else { return nil }
        return FlowToken(
            text: span.part(text), key: secrets.flowTokens,
            dialog: span.part(request.envelope.callID))
    }

    /// RFC 3261 16.4: a strict router put our Record-Route URI into the Request-URI; nil where it
    /// is none of ours.
    private mutating func undoingStrictRoute(_ request: Request) -> Request? {
        let span = request.message.span
        guard let uri = try? SIPURI.parse(span, request.uriBytes), let user = uri.user,
            FlowToken(
                text: span.part(user), key: secrets.flowTokens,
                dialog: span.part(request.envelope.callID)) != nil,
            let bytes = StrictRoute.undone(request.message, editor: &editor, allocator: allocator)
        else { return nil }
        var message = SIPMessage()
        guard case .message = SIPParser.parse(bytes, framing: .datagram, into: &message) else {
            return nil
        }
        return reread(message, request.flow)
    }

    /// The flow that a token names, or where its connection is gone, one to the contact in the
    /// Request-URI.
    private mutating func flowOfToken(
        _ transport: TransportProtocol, _ remote: SocketEndpoint, _ listener: UInt8,
        _ request: Request
    ) -> Flow? {
        switch transport {
        case .udp:
            let place = Int(listener)
            guard place < settings.listeners.count,
                settings.listeners[place].listener.transport == .udp
            else {
                return flow(to: ServerTarget(transport: .udp, endpoint: remote))
            }
            return Flow(
                transport: .udp, local: settings.listeners[place].listener.endpoint, remote: remote)
        case .tcp:
            if let open = connections.flow(to: remote) { return open }
            let contact = request.message.span.part(request.uriBytes)
            if let flow = remembered.flow(ofContact: Array(copying: contact)),
                connections.isOpen(flow)
            {
                return flow
            }
            return flowToContact(contact)
        }
    }

    /// Towards a side that is reached by its own route set: the next Route, else the Request-URI.
    private mutating func sendAlongRouteSet(
        _ request: Request, _ route: RouteInformation, preferring open: Flow?
    ) {
        guard let next = route.next ?? (try? SIPURI.parse(request.message.span, request.uriBytes)),
            let query = serverQuery(for: next, in: request.message.span)
        else { return answer(request, 404, .noSuchServer) }
        if let open, let address = IPAddress(query.host), address == open.remote.address,
            query.transport == .tcp || query.transport == nil
        {
            note(.dialogRouted, to: open, by: "open connection")
            return sendInDialog(request, over: open, route)
        }
        if let address = IPAddress(query.host) {
            let target = ServerTarget(
                transport: query.transport ?? .udp,
                endpoint: SocketEndpoint(address, query.port ?? 5060))
            guard let flow = flow(to: target) else { return answer(request, 503, .noSuchServer) }
            note(.dialogRouted, to: flow, by: "route set")
            return sendInDialog(request, over: flow, route)
        }
        locate(query, for: request, route)
    }

    mutating func sendInDialog(
        _ request: Request, over flow: Flow, _ route: RouteInformation,
        alternatives: [ServerTarget] = []
    ) {
        let target = Target(
            requestURI: nil, flow: flow, side: .routeSet, alternatives: alternatives)
        if request.method == .ack {
            return sendAcknowledgement(request, to: target, routesToRemove: route.own)
        }
        guard let server = openTransaction(for: request) else {
            return overloaded(request, "transactions")
        }
        if request.method == .invite { sendTrying(server, to: request.message) }
        forward(request, to: [target], server: server, asserted: nil, routesToRemove: route.own)
    }

    /// The ACK to a 2xx passes without a transaction. RFC 3261 16.11: its branch is computed, so
    /// that a retransmission has the same one.
    private mutating func sendAcknowledgement(
        _ request: Request, to target: Target, routesToRemove: Int
    ) {
        let number = transactionKey(of: request, as: .ack)
        let branch = Branch(
            client: Handle(index: .max, generation: UInt32(truncatingIfNeeded: number >> 64)),
            secret: UInt64(truncatingIfNeeded: number))
        let plan = plan(
            for: request, target: target, branch: branch, asserted: nil,
            routesToRemove: routesToRemove)
        let bytes = ForwardedRequest.write(
            request.message, request.envelope, plan, editor: &editor, allocator: allocator)
        transmit(bytes, over: target.flow)
    }

    /// What RFC 3263 needs to know of a URI; nil for one that names no server.
    func serverQuery(for uri: SIPURI, in span: Span<UInt8>) -> ServerQuery? {
        guard uri.scheme == .sip, !uri.host.isEmpty else { return nil }
        var transport: TransportProtocol?
        if let value = uri.parameter("transport", in: span)?.value {
            transport = TransportProtocol.allCases.first {
                span.equalsIgnoringCase(value, $0.uriName)
            }
        }
        let host: String
        if let address = uri.hostAddress(in: span) {
            host = address.description
        } else {
            host = String(copying: span.part(uri.host)).lowercased()
        }
        return ServerQuery(host: host, port: uri.port, transport: transport)
    }
}
