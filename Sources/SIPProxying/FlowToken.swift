package import Determinism
package import NetworkAddresses
package import SIPTransports

/// What a Record-Route of ours carries through the dialog: over which flow each side is reached.
///
/// It is the user part of the Record-Route URI, so the endpoints hold the dialog's state and this
/// node may die and come back in mid-call (RFC 5626 5.2, RFC 3261 16.12.1.1). The signature covers
/// the Call-ID as well: a token opens its own dialog and no other.
package struct FlowToken: Hashable, Sendable {
    /// How one side of the dialog is reached.
    package enum Side: Hashable, Sendable {
        /// By its route set alone: a trunk on datagrams.
        case routeSet
        /// By its route set, over this open connection where that leads to the same address: a
        /// trunk on TCP.
        case connection(SocketEndpoint, listener: UInt8)
        /// Over the flow of its registration: a phone.
        case flow(TransportProtocol, SocketEndpoint, listener: UInt8)
    }

    /// The side that sent the first request.
    package var caller: Side
    package var callee: Side
    /// Tells by the From tag which way a later request goes.
    package var callerTag: UInt32

    package init(caller: Side, callee: Side, callerTag: UInt32) {
        self.caller = caller
        self.callee = callee
        self.callerTag = callerTag
    }

    /// A short fingerprint of a tag, as `callerTag` holds it.
    package static func fingerprint(ofTag tag: Span<UInt8>, key: KeyedHash.Key) -> UInt32 {
        var hash = KeyedHash(key)
        hash.combine(tag)
        return UInt32(truncatingIfNeeded: hash.finalize())
    }
}
