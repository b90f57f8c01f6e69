package import Determinism
package import SIPTransports

/// One contact of a subscriber: where it is reached, over which flow, until when.
///
/// RFC 3261 10, RFC 3327 (Path), RFC 5626 (flows). Bytes are as they arrived, so that a fetch
/// returns what was registered.
package struct Binding: Hashable, Sendable {
    /// The Contact's URI as written, without angle brackets.
    package var contact: [UInt8]
    /// The Contact's header parameters as written, `;`-led, without `expires` and `q`; often empty.
    package var parameters: [UInt8]
    /// Path values, comma-separated, as received (RFC 3327); usually empty.
    package var path: [UInt8]
    package var callID: [UInt8]
    package var cseq: UInt32
    /// Thousandths, 0...1000; 1000 where the phone gave none.
    package var q: UInt16
    package var expires: WallTime
    /// The flow that the REGISTER came over; requests to the phone go back the same way.
    package var flow: Flow
    /// True once the flow's connection is known to be gone; requests then go to the contact's own
    /// address.
    package var flowIsGone: Bool
    package var userAgent: [UInt8]
    package var registered: WallTime

    package init(
        contact: [UInt8], parameters: [UInt8], path: [UInt8], callID: [UInt8], cseq: UInt32,
        q: UInt16,
        expires: WallTime, flow: Flow, flowIsGone: Bool = false, userAgent: [UInt8],
        registered: WallTime
    ) {
        self.contact = contact
        self.parameters = parameters
        self.path = path
        self.callID = callID
        self.cseq = cseq
        self.q = q
        self.expires = expires
        self.flow = flow
        self.flowIsGone = flowIsGone
        self.userAgent = userAgent
        self.registered = registered
    }
}

/// A subscriber with its contacts: what one look-up brings.
package struct SubscriberRecord: Hashable, Sendable {
    package var subscriber: Subscriber
    package var bindings: [Binding]

    package init(subscriber: Subscriber, bindings: [Binding]) {
        self.subscriber = subscriber
        self.bindings = bindings
    }
}
