import NIOCore
import Synchronization

/// All connections of a server, so many at most, and who has to go.
///
/// Where there is no room for another one, the connection that has kept the server waiting longest
/// makes it: a client that is slow on purpose gives way to one that has just come.
final class ConnectionLedger: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: WebConnection] = [:]
        var isStopping = false
    }

    let limits: WebLimits
    private let state = Mutex(State())

    init(limits: WebLimits) { self.limits = limits }

    /// Takes in a connection that was just accepted.
    ///
    /// - Returns: nil where it is to be closed: everybody else is being answered.
    func admit(_ channel: any Channel, now: NIODeadline) -> WebConnection? {
        let source = channel.remoteAddress?.ipAddress ?? ""
        let connection = WebConnection(channel, source: source, limits: limits, now: now)
        let (isAdmitted, victim): (Bool, WebConnection?) = state.withLock { state in
            guard !state.isStopping else { return (false, nil) }
            var crowd: [WebConnection] = []
            let neighbours = state.connections.values.filter { $0.source == source }
            if neighbours.count >= limits.connectionsPerSource {
                crowd = neighbours
            } else if state.connections.count >= limits.connections {
                crowd = Array(state.connections.values)
            }
            let victim = crowd.lazy
                .map { (connection: $0, state: $0.snapshot) }
                .filter { $0.state.phase.isClientsTurn }
                .min { $0.state.since < $1.state.since }?.connection
            if !crowd.isEmpty, victim == nil { return (false, nil) }
            if let victim { state.connections[ObjectIdentifier(victim.channel)] = nil }
            state.connections[ObjectIdentifier(channel)] = connection
            return (true, victim)
        }
        victim?.channel.close(promise: nil)
        guard isAdmitted else { return nil }
        channel.closeFuture.whenComplete { _ in self.remove(connection) }
        return connection
    }

    func connection(of channel: any Channel) -> WebConnection? {
        state.withLock { $0.connections[ObjectIdentifier(channel)] }
    }

    /// Marks the answer as one without an end.
    ///
    /// - Returns: false where the source has as many of these as it may.
    func beginEventStream(on connection: WebConnection, now: NIODeadline) -> Bool {
        state.withLock { state in
            let others = state.connections.values.count {
                $0.source == connection.source && $0.snapshot.phase == .eventStream
            }
            guard others < limits.eventStreamsPerSource else { return false }
            connection.eventStreamBegan(now: now)
            return true
        }
    }

    /// Closes whoever has used up its time.
    func closeOverdue(now: NIODeadline) {
        for connection in all where connection.isOverdue(now: now) {
            connection.channel.close(promise: nil)
        }
    }

    /// Takes in nobody any more.
    func stop() { state.withLock { $0.isStopping = true } }

    var all: [WebConnection] { state.withLock { Array($0.connections.values) } }

    private func remove(_ connection: WebConnection) {
        state.withLock {
            let id = ObjectIdentifier(connection.channel)
            if $0.connections[id] === connection { $0.connections[id] = nil }
        }
    }
}
