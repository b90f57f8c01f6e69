package import NetworkAddresses

/// What a finished server location found (RFC 3263).
package enum LocationOutcome: Hashable, Sendable {
    /// Best first, never empty; `ttl` in seconds says how long it holds, `.max` where no record was
    /// needed.
    case found([ServerTarget], ttl: UInt32)
    /// The name does not exist, or offers nothing that we speak.
    case nothing
    /// The name servers did not answer in time.
    case unavailable
}

/// What is known of a host's addresses.
package enum AddressOutcome: Hashable, Sendable {
    /// Never empty; `ttl` in seconds says when to ask again, `.max` for an address literal.
    case found([IPAddress], ttl: UInt32)
    case nothing
    case unavailable
}
