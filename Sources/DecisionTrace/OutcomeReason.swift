/// Why a request got its final answer, by a code that stays the same.
///
/// The log, the metrics, the call detail records and the trace use it; docs/reasons.md lists all.
package enum OutcomeReason: UInt8, Sendable, CaseIterable, Codable {
    // The far end decided.
    /// The far end's final answer was passed on.
    case relayed

    // This node did what was asked.
    case keepAlive
    case registered
    case unregistered
    case contactsListed
    case challenged
    case cancelAccepted

    // Refused for who sent it or what it asked for.
    case untrustedSource
    case registerFromTrunk
    case origFromTrunk
    case foreignDomain
    case foreignRoute
    case badFlowToken
    case wrongCredentials
    case unknownUser
    case barredIdentity

    // Could not be delivered.
    case nobodyCalled
    case unknownNumber
    case barredNumber
    case notRegistered
    case contactUnreachable
    case noAnswer
    case cancelledByCaller
    case noSuchDialog
    case noSuchServer
    case branchFailed
    case badUpstreamAnswer

    // Wrong in itself.
    case malformed
    case loopOrTooManyHops
    case unsupportedExtension
    case unsupportedURI
    case registrationConflict

    // This node could not.
    case draining
    case overloaded
    case storeUnavailable
    case dnsUnavailable
}

extension OutcomeReason {
    /// Its code: `untrusted_source`.
    package var code: String { SnakeCase.name(of: "\(self)") }

    /// - Returns: nil for a word that is no code.
    package init?(code: String) {
        guard let reason = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = reason
    }

    /// True where the sender itself was refused: it belongs into the list of refused peers.
    package var isRefusal: Bool {
        switch self {
        case .untrustedSource, .registerFromTrunk, .origFromTrunk, .foreignDomain, .foreignRoute,
            .badFlowToken, .wrongCredentials, .unknownUser, .barredIdentity:
            true
        default: false
        }
    }
}
