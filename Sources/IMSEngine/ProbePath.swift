package import Determinism
import NIOCore
import SIPMessages
import SIPProxying
import SIPTransactions
package import SIPTransports

/// Whether a peer is there, as an OPTIONS of our own showed. RFC 3261 11.
package struct ProbeOutcome: Sendable, Hashable {
    package var target: ServerTarget
    /// The final answer; nil where none came.
    package var status: UInt16?
    /// From the question to its answer, or to giving up.
    package var duration: Interval
}

/// An OPTIONS that waits for its answer.
struct Probe {
    let target: ServerTarget
    let sentAt: Instant
}

/// Asking a peer whether it is there: a client transaction that no request of anybody's stands
/// behind.
extension Engine {
    /// Asks once, from the listener that calls to the peer leave from; answered by
    /// `EngineEvent.probed`, exactly once.
    mutating func probe(_ target: ServerTarget) {
        guard let flow = flow(to: target) else { return probed(target, nil, after: noTime) }
        let secret = entropy.next()
        guard
            let client = clients.insert(
                ClientTransaction(
                    secret: secret,
                    machine: .nonInvite(
                        NonInviteClientTransaction(isReliable: flow.transport.isReliable)),
                    flow: flow, request: ByteBuffer(), server: Self.nobody, call: 0,
                    target: Target(requestURI: nil, flow: flow, side: .routeSet)))
        else { return probed(target, nil, after: noTime) }
        let bytes = options(over: flow, branch: Branch(client: client, secret: secret))
        var message = SIPMessage()
        if case .message = SIPParser.parse(bytes, framing: .datagram, into: &message) {
            call = callKey(ofMalformed: message)
        }
        clients[client]?.call = call
        clients[client]?.request = bytes
        probes[client] = Probe(target: target, sentAt: now.instant)
        transmit(bytes, over: flow)
        startTimers(of: client, isInvite: false, flow: flow)
    }

    /// The final answer to a request of a client transaction, if that is a probe's.
    ///
    /// - Returns: false where it is another's.
    mutating func concludeProbe(_ client: Handle, _ status: UInt16?) -> Bool {
        guard !probes.isEmpty, let probe = probes.removeValue(forKey: client) else { return false }
        probed(probe.target, status, after: now.instant - probe.sentAt)
        return true
    }

    private mutating func probed(_ target: ServerTarget, _ status: UInt16?, after: Interval) {
        effects.append(
            .event(.probed(ProbeOutcome(target: target, status: status, duration: after))))
    }

    private var noTime: Interval { Interval(nanoseconds: 0) }

    /// In place of a server transaction; no slab gives out this generation.
    private static var nobody: Handle { Handle(index: .max, generation: 0) }

    private mutating func options(over flow: Flow, branch: Branch) -> ByteBuffer {
        let listener = settings.listener(of: flow)
        let peer = "\(flow.remote)"
        let isUDP = flow.transport == .udp
        let transport = isUDP ? "" : ";transport=tcp"
        var writer = ByteWriter(capacity: 512, allocator: allocator)
        writer.write("OPTIONS sip:\(peer)\(transport) SIP/2.0\r\nVia: ")
        OwnVia(prefix: listener.viaPrefix, branch: branch).writeValue(into: &writer)
        let own = "\(listener.host):\(listener.listener.endpoint.port)"
        writer.write("\r\nMax-Forwards: 70\r\nFrom: <sip:\(own)>;tag=")
        writer.writeHex16(entropy.next())
        writer.write("\r\nTo: <sip:\(peer)>\r\nCall-ID: ")
        writer.writeHex16(entropy.next())
        writer.write(
            "@\(listener.host)\r\nCSeq: 1 OPTIONS\r\nContact: <sip:\(own)\(transport)>\r\n")
        writer.write("Accept: application/sdp\r\nContent-Length: 0\r\n\r\n")
        return writer.buffer
    }
}
