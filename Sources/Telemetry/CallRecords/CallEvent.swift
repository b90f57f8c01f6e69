package import DecisionTrace
package import Determinism
package import NIOCore
package import SIPMessages
package import SIPTransports

/// A final answer that begins, fails or ends a call; it holds the request, to be read later and
/// elsewhere.
package struct CallEvent: Sendable {
    package enum Request: Sendable {
        /// The first INVITE of a call.
        case invite
        case bye
    }

    package var request: Request
    package var message: ByteBuffer
    package var source: Flow
    package var trunk: String?
    package var status: UInt16
    package var reason: OutcomeReason
    /// From the request to the answer.
    package var duration: Interval
    package var trace: UInt64
    /// When the answer was given.
    package var at: WallTime

    /// - Returns: nil for what has no place in a call record.
    package init?(
        _ method: SIPMethod, isInDialog: Bool, message: ByteBuffer, source: Flow, trunk: String?,
        status: UInt16, reason: OutcomeReason, duration: Interval, trace: UInt64, at: WallTime
    ) {
        switch method {
        case .invite:
            guard !isInDialog, trunk != nil || reason.isOfAnAdmittedCaller else { return nil }
            request = .invite
        case .bye:
            guard reason.endsCall(by: status) else { return nil }
            request = .bye
        default:
            return nil
        }
        self.message = message
        self.source = source
        self.trunk = trunk
        self.status = status
        self.reason = reason
        self.duration = duration
        self.trace = trace
        self.at = at
    }
}

extension OutcomeReason {
    /// False where a stranger may have got it: whoever scans the node is refused, and does not fill
    /// the records.
    var isOfAnAdmittedCaller: Bool {
        switch self {
        case .relayed, .foreignDomain, .barredIdentity, .nobodyCalled, .unknownNumber,
            .barredNumber, .notRegistered, .contactUnreachable, .noAnswer, .cancelledByCaller,
            .noSuchServer, .branchFailed, .badUpstreamAnswer, .storeUnavailable, .dnsUnavailable:
            true
        case .keepAlive, .registered, .unregistered, .contactsListed, .challenged,
            .cancelAccepted, .untrustedSource, .registerFromTrunk, .origFromTrunk, .foreignRoute,
            .badFlowToken, .wrongCredentials, .unknownUser, .noSuchDialog, .malformed,
            .loopOrTooManyHops, .unsupportedExtension, .unsupportedURI, .registrationConflict,
            .draining, .overloaded:
            false
        }
    }

    /// Whether a BYE that got this answer ended its call: a refused one, which anybody may send,
    /// did not, and one that was challenged comes again (RFC 3261 15.1.1).
    func endsCall(by status: UInt16) -> Bool {
        switch self {
        case .relayed: status != 401 && status != 407
        case .noAnswer, .contactUnreachable, .branchFailed, .badUpstreamAnswer: true
        default: false
        }
    }
}
