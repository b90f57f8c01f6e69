import Determinism
import NetworkAddresses
import SIPTransports

/// A TCP connection between the node and a peer; what goes in comes out in order, or not at all
/// once it is broken.
final class Connection {
    let flow: Flow
    let agent: UserAgent
    var isOpen = true
    /// When the last octets on their way arrive, so that later ones do not overtake them.
    var arrivalAtNode = Instant(nanoseconds: 0)
    var arrivalAtAgent = Instant(nanoseconds: 0)

    init(flow: Flow, agent: UserAgent) {
        self.flow = flow
        self.agent = agent
    }
}
