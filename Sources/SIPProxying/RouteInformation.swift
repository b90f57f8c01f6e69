package import SIPMessages

/// What the Route headers of a request say, seen from the node that may have written some of them.
/// RFC 3261 16.4.
package struct RouteInformation: Sendable {
    /// How many Route values at the top are ours; they are removed.
    package private(set) var own = 0
    /// The user part of the first of them that has one: a flow token, perhaps forged.
    package private(set) var token: ByteRange?
    /// One of ours carries `orig`: whoever wrote it asks for originating treatment (TS 24.229
    /// 5.10.3.2).
    package private(set) var hasOrig = false
    /// The first value that is not ours: the next hop.
    package private(set) var next: SIPURI?
    /// All Route values.
    package private(set) var count = 0
    /// The next hop does not know loose routing (RFC 3261 16.6 step 6).
    package private(set) var nextIsStrict = false

    package var hasForeign: Bool { next != nil }

    /// - Parameter isOwn: tells whether a URI names this node.
    package init(of message: SIPMessage, isOwn: (SIPURI) -> Bool) {
        var values = message.values(.route)
        while let value = values.next() {
            count += 1
            guard next == nil else { continue }
            guard let address = try? NameAddress.parse(message.span, value.range) else { continue }
            if isOwn(address.uri) {
                own += 1
                if token == nil { token = address.uri.user }
                if address.uri.parameter("orig", in: message.span) != nil { hasOrig = true }
            } else {
                next = address.uri
                nextIsStrict = address.uri.parameter("lr", in: message.span) == nil
            }
        }
    }
}
