package import SIPMessages

/// The checks of RFC 3261 16.3 that need no knowledge of who sent the request, in Clearwater's
/// order.
package enum RequestValidation {
    package enum Refusal: Sendable, Hashable {
        /// 416: a scheme that we cannot route.
        case unsupportedScheme
        /// 483: it has gone far enough.
        case tooManyHops
        /// 420 with the option tags of its Proxy-Require, none of which we know.
        case badExtension
        /// 503: we are going out of service.
        case draining

        package var status: UInt16 {
            switch self {
            case .unsupportedScheme: 416
            case .tooManyHops: 483
            case .badExtension: 420
            case .draining: 503
            }
        }
    }

    /// - Returns: nil for a request that may go on. ACK is never answered, so never refused here.
    package static func refusal(of message: SIPMessage, _ envelope: Envelope, isDraining: Bool)
        -> Refusal?
    {
        guard envelope.method != .ack, case .request(_, _, let uri) = message.start else {
            return nil
        }
        guard let parsed = try? SIPURI.parse(message.span, uri), parsed.scheme != .other else {
            return .unsupportedScheme
        }
        if let hops = envelope.maxForwards, hops <= 1 { return .tooManyHops }
        if message.first(.proxyRequire) != nil { return .badExtension }
        let isInDialog = envelope.toTag != nil
        return isDraining && !isInDialog && envelope.method != .cancel ? .draining : nil
    }
}
