package import NIOCore
package import NetworkAddresses
package import SIPMessages

/// The copy of a request that goes to one target. RFC 3261 16.6, one function a step; each only
/// adds edits.
package struct ForwardedRequest: ~Copyable {
    /// What the copy differs in.
    package struct Plan: Sendable {
        /// Step 2: the new Request-URI; nil leaves it.
        package var requestURI: [UInt8]?
        /// Step 4: what stands in our Record-Route; nil for requests that make no dialog.
        package var recordRoute: OwnRecordRoute?
        /// Step 6: how many Route values at the top to take off.
        package var routesToRemove = 0
        /// Step 6: Route values to put on top, comma-separated.
        package var route: [UInt8] = []
        /// Step 8.
        package var via: OwnVia
        /// RFC 3261 18.2.1: where the request came from.
        package var source: SocketEndpoint
        /// TS 24.229 5.2.6.3: a whole P-Asserted-Identity value in place of the phone's own claims.
        package var assertedIdentity: [UInt8]?
        /// TS 24.229 5.4.3.3: whether to tell the called party how it was called.
        package var namesCalledParty = false
        /// TS 24.229 4.4: which header fields stop here.
        package var stops: @Sendable (HeaderName) -> Bool

        package init(
            via: OwnVia, source: SocketEndpoint, stops: @escaping @Sendable (HeaderName) -> Bool
        ) {
            self.via = via
            self.source = source
            self.stops = stops
        }
    }

    /// Writes the copy.
    ///
    /// - Parameter editor: scratch memory; cleared here.
    /// - Cost: linear; one allocation of the exact size.
    package static func write(
        _ message: SIPMessage, _ envelope: Envelope, _ plan: Plan, editor: inout MessageEditor,
        allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        editor.clear()
        replaceRequestURI(message, plan, &editor)
        addVia(message, envelope, plan, &editor)
        decrementMaxForwards(message, envelope, &editor)
        removeRoutes(message, plan, &editor)
        addRouting(message, envelope, plan, &editor)
        applyTrustBoundary(message, plan, &editor)
        editor.addContentLength(message)
        return editor.write(message, allocator: allocator)
    }

    /// Step 2.
    private static func replaceRequestURI(
        _ message: SIPMessage, _ plan: Plan, _ editor: inout MessageEditor
    ) {
        guard let new = plan.requestURI, case .request(_, _, let uri) = message.start else {
            return
        }
        editor.replace(uri, with: new)
    }

    /// Step 8, and 18.2.1 for the Via below ours.
    private static func addVia(
        _ message: SIPMessage, _ envelope: Envelope, _ plan: Plan, _ editor: inout MessageEditor
    ) {
        guard let top = message.first(.via) else { return }
        editor.insert(at: top.line.start) { writer in
            plan.via.write(into: &writer)
        }
        let span = message.span
        let via = envelope.via
        let wantsPort = via.rport != .absent
        if wantsPort, let rport = via.parameter("rport", in: span) {
            editor.replace(rport.whole) { writer in
                writer.write(";rport=")
                writer.writeDecimal(plan.source.port)
            }
        }
        let claimed = via.parameter("received", in: span)
        guard wantsPort || claimed != nil || via.hostAddress(in: span) != plan.source.address else {
            return
        }
        editor.replace(claimed?.whole ?? ByteRange(via.whole.end, via.whole.end)) { writer in
            writer.write(";received=")
            writer.write(received: plan.source.address)
        }
    }

    /// Step 3.
    private static func decrementMaxForwards(
        _ message: SIPMessage, _ envelope: Envelope, _ editor: inout MessageEditor
    ) {
        if let field = message.first(.maxForwards), let hops = envelope.maxForwards {
            editor.replace(field.value) { $0.writeDecimal(max(hops - 1, 0)) }
        } else if let top = message.first(.via) {
            editor.insert(at: top.line.start, "Max-Forwards: 70\r\n")
        }
    }

    /// Step 6, and 16.4: the Route values that were ours.
    private static func removeRoutes(
        _ message: SIPMessage, _ plan: Plan, _ editor: inout MessageEditor
    ) {
        guard plan.routesToRemove > 0 else { return }
        var left = plan.routesToRemove
        var values = message.values(.route)
        var field = -1
        var start = 0
        while let value = values.next() {
            if value.fieldIndex != field {
                if field >= 0 { editor.remove(message.fields[field].line) }
                field = -1
                guard left > 0 else { return }
                field = value.fieldIndex
                start = value.range.start
            } else if left == 0 {
                return editor.remove(ByteRange(start, value.range.start))
            }
            left -= 1
        }
        if field >= 0 { editor.remove(message.fields[field].line) }
    }

    /// Steps 4 and 6: Record-Route before any other, Route before what is left of it.
    private static func addRouting(
        _ message: SIPMessage, _ envelope: Envelope, _ plan: Plan, _ editor: inout MessageEditor
    ) {
        guard let top = message.first(.via) else { return }
        if let recordRoute = plan.recordRoute {
            let place = message.first(.recordRoute)?.line.start ?? afterVias(message)
            editor.insert(at: place) { recordRoute.write(into: &$0) }
        }
        guard !plan.route.isEmpty else { return }
        editor.insert(at: top.line.start) { writer in
            writer.write("Route: ")
            writer.write(plan.route)
            writer.write("\r\n")
        }
    }

    private static func afterVias(_ message: SIPMessage) -> Int {
        var place = 0
        for field in message.fields where field.name == .via { place = field.line.end }
        return place
    }

    /// TS 24.229 4.4 and 5.2.6.3.
    private static func applyTrustBoundary(
        _ message: SIPMessage, _ plan: Plan, _ editor: inout MessageEditor
    ) {
        for field in message.fields where field.name != .other && plan.stops(field.name) {
            editor.remove(field.line)
        }
        guard plan.assertedIdentity != nil || plan.namesCalledParty else { return }
        guard let end = message.fields.last?.line.end else { return }
        let start = message.start
        editor.insert(at: end) { writer in
            if let identity = plan.assertedIdentity {
                writer.write("P-Asserted-Identity: ")
                writer.write(identity)
                writer.write("\r\n")
            }
            if plan.namesCalledParty, case .request(_, _, let uri) = start {
                writer.write("P-Called-Party-ID: <")
                writer.write(message.span.part(uri))
                writer.write(">\r\n")
            }
        }
    }
}
