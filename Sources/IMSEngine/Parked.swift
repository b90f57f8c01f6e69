import Determinism
import DigestAuthentication
import SIPMessages
import SIPTransports
import Subscribers

/// What waits, and since which state of the store.
struct Waiting {
    let request: Parked
    /// `Engine.changes` when it began to wait.
    let changes: UInt32
}

/// A request that waits for somebody's answer, and what it goes on with.
enum Parked {
    /// A phone's request, before it has a transaction: is its sender registered over this flow?
    case originating(SIPMessage, Flow, SubscriberKey)
    /// A request for a subscriber that is not remembered.
    case terminating(Handle, Request, SubscriberKey, asserted: AssertedIdentity?)
    /// A REGISTER with credentials of a subscriber that is not remembered.
    case registering(Handle, Request, SubscriberKey, DigestCredentials?)
    /// A REGISTER whose contacts are on their way to the disk.
    case storing(Handle, SubscriberRecord, Request)
    /// An order to end registrations of a subscriber that is not remembered.
    case removing(RemovalOrder, SubscriberKey)
    /// Contacts without those that are to go, on their way to the disk.
    case storingRemoval(SubscriberRecord, RemovalOrder, Int)
    /// An in-dialog request whose next hop has a name.
    case locating(SIPMessage, Flow)

    /// Whom the store was asked for.
    var lookedUp: SubscriberKey? {
        switch self {
        case .originating(_, _, let key), .terminating(_, _, let key, _),
            .registering(_, _, let key, _), .removing(_, let key):
            key
        case .storing, .storingRemoval, .locating: nil
        }
    }

    /// What of a subscriber is on its way to the disk.
    var written: SubscriberRecord? {
        switch self {
        case .storing(_, let record, _), .storingRemoval(let record, _, _): record
        case .originating, .terminating, .registering, .removing, .locating: nil
        }
    }
}
