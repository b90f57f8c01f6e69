package import SIPMessages

/// Which header fields stop at the border of the core.
///
/// TS 24.229 4.4 and 5.10.6. In one process every request and response crosses two boundaries, in
/// from a trunk or a phone and out to another, so what either of them removes is removed: the
/// access and service headers, credentials and charging. Asserted identity, Privacy, Diversion,
/// History-Info, Identity and all else pass as they are.
package enum TrustBoundary {
    @Sendable
    package static func stops(_ name: HeaderName) -> Bool {
        switch name {
        case .pAccessNetworkInfo, .pVisitedNetworkID, .pServedUser, .pProfileKey,
            .authorization, .proxyAuthorization,
            .pChargingVector, .pChargingFunctionAddresses:
            true
        default:
            false
        }
    }

    /// The same for what a phone sends, and its own claims with it.
    @Sendable
    package static func stopsFromPhone(_ name: HeaderName) -> Bool {
        stops(name) || isPhonesClaim(name)
    }

    /// What a phone may say of itself but not assert: its word is replaced by ours (TS 24.229
    /// 5.2.6.3).
    package static func isPhonesClaim(_ name: HeaderName) -> Bool {
        switch name {
        case .pAssertedIdentity, .pPreferredIdentity, .pAssociatedURI, .pCalledPartyID: true
        default: false
        }
    }
}
