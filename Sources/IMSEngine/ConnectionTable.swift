import NetworkAddresses
import SIPTransports

/// The connections that are open, by their far end: a request to that end goes over the one there
/// is (RFC 5923).
struct ConnectionTable {
    private var byRemote: [SocketEndpoint: Flow] = [:]
    /// Connections that a request of ours went over: when one of them ends, somebody may be
    /// waiting.
    private var used: Set<UInt64> = []
    private var lastOpened: UInt64 = 0
    let limit: Int

    init(limit: Int) { self.limit = limit }

    var count: Int { byRemote.count }

    /// The open connection to this endpoint, whoever opened it.
    func flow(to remote: SocketEndpoint) -> Flow? { byRemote[remote] }

    /// True while a connection with this very number is open.
    func isOpen(_ flow: Flow) -> Bool { byRemote[flow.remote]?.connection == flow.connection }

    /// A message came over it, so it is there.
    mutating func sighted(_ flow: Flow) {
        if byRemote[flow.remote]?.connection != flow.connection { byRemote[flow.remote] = flow }
    }

    /// A new connection of ours; nil when there are too many already.
    mutating func open(transport: TransportProtocol, local: SocketEndpoint, remote: SocketEndpoint)
        -> Flow?
    {
        guard byRemote.count < limit else { return nil }
        lastOpened += 2
        let flow = Flow(transport: transport, local: local, remote: remote, connection: lastOpened)
        byRemote[remote] = flow
        return flow
    }

    mutating func use(_ flow: Flow) { used.insert(flow.connection) }

    /// - Returns: true where a request of ours went over it.
    mutating func closed(_ flow: Flow) -> Bool {
        if isOpen(flow) { byRemote.removeValue(forKey: flow.remote) }
        return used.remove(flow.connection) != nil
    }
}
