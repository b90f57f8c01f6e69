/// A decision that the engine takes on the way of a request, by name.
///
/// The names are stable: `explain`, the JSON of a call and the documentation use them. Each case
/// says which evidence it carries, in order.
package enum DecisionStep: UInt8, Sendable, CaseIterable {
    /// The source address matched an entry of a trunk. Evidence: trunk, entry as written.
    case trunkMatched
    /// The source is no trunk; it may be a phone. Evidence: source.
    case noTrunkMatched
    /// A request inside a dialog. Evidence: none.
    case insideDialog
    /// The host of the Request-URI is ours. Evidence: host as written, what it is (`home domain`,
    /// `alias` or `this node`).
    case hostOurs
    /// The host of the Request-URI is somebody else's. Evidence: host as written.
    case hostForeign
    /// The user part became the key that subscribers are looked up by. Evidence: user as written,
    /// key.
    case numberNormalised
    /// The caller must be who this key names. Evidence: key, the header that names it.
    case callerNamed
    /// The flow is one that the caller registered over. Evidence: user.
    case callerRegistered
    /// The caller has no current registration over this flow. Evidence: key.
    case callerNotRegistered
    /// Which identity is asserted to the called side. Evidence: the identity.
    case identityAsserted
    /// The store was asked. Evidence: key.
    case subscriberAsked
    /// The subscriber exists. Evidence: user, where it was found (`memory` or `store`).
    case subscriberFound
    /// There is no such subscriber. Evidence: key.
    case subscriberUnknown
    /// The store did not answer. Evidence: key.
    case storeUnavailable
    /// The identity is barred. Evidence: key.
    case identityBarred
    /// The contacts that are rung. Evidence: how many, how many are stored, the first contact.
    case contactsChosen
    /// A contact that cannot be reached. Evidence: contact, why.
    case contactSkipped
    /// No contact is current. Evidence: how many are stored, when the last one expired
    /// (milliseconds since 1970; 0 where there was none).
    case noContacts
    /// A branch was sent out. Evidence: where to, transport.
    case branchSent
    /// The next server of the same target is tried. Evidence: where to.
    case alternativeTried
    /// A branch ended without an answer. Evidence: where it went, the status it counts as.
    case branchFailed
    /// A response was kept until the other branches have answered. Evidence: status.
    case responseHeld
    /// The route set or the flow token says where a request inside a dialog goes. Evidence: where
    /// to, by what (`flow token`, `route set` or `contact`).
    case dialogRouted
    /// The DNS was asked. Evidence: host.
    case serversAsked
    /// Servers were found. Evidence: how many, the first.
    case serversFound
    /// The DNS has nothing. Evidence: host.
    case serversMissing
    /// A phone was challenged. Evidence: `no credentials`, `stale nonce` or `other realm`.
    case challenged
    /// A phone's password was right. Evidence: private identity.
    case credentialsVerified
    /// A phone's password was wrong. Evidence: private identity.
    case credentialsWrong
    /// Contacts were written. Evidence: how many are registered now.
    case bindingsStored
    /// A retransmission was absorbed. Evidence: none.
    case retransmissionAbsorbed
    /// A timer of RFC 3261 went off with an effect. Evidence: its letter.
    case timerFired
    /// A caller gave up. Evidence: none.
    case cancelled
    /// Bytes were discarded without an answer. Evidence: why.
    case discarded
    /// The final answer. Evidence: status, `OutcomeReason` as its raw value.
    case answered
}

extension DecisionStep {
    /// Its name as documents and JSON have it: `trunk_matched`.
    package var name: String { SnakeCase.name(of: "\(self)") }
}
