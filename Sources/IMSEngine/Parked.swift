import Determinism
import DigestAuthentication
import SIPMessages
import SIPTransports
import Subscribers

/// A request that waits for somebody's answer, and what it goes on with.
enum Parked {
    /// A phone's request, before it has a transaction: is its sender registered over this flow?
    case originating(SIPMessage, Flow)
    /// A request for a subscriber that is not remembered.
    case terminating(Handle, Request, asserted: String?)
    /// A REGISTER with credentials of a subscriber that is not remembered.
    case registering(Handle, Request, DigestCredentials?)
    /// A REGISTER whose contacts are on their way to the disk.
    case storing(Handle, SubscriberRecord, Request)
    /// An order to end registrations of a subscriber that is not remembered.
    case removing(RemovalOrder)
    /// Contacts without those that are to go, on their way to the disk.
    case storingRemoval(SubscriberRecord, RemovalOrder, Int)
    /// An in-dialog request whose next hop has a name.
    case locating(SIPMessage, Flow)

    /// What of a subscriber is on its way to the disk.
    var written: SubscriberRecord? {
        switch self {
        case .storing(_, let record, _), .storingRemoval(let record, _, _): record
        case .originating, .terminating, .registering, .removing, .locating: nil
        }
    }
}
