package import DecisionTrace
package import Determinism
import DigestAuthentication
import IMSFunctions
import NIOCore
import SIPMessages
import SIPProxying
import SIPTransports
import Subscribers

/// Clearwater's protocol, whole and pure: inputs go in, effects come out.
///
/// It knows no socket, clock, task or log. Every entry carries the time; every entry is followed by
/// carrying out the effects it left, in order. Two engines with the same seed, settings and inputs
/// make the same effects. The paths through it read top to bottom in `RequestPath`, `ResponsePath`,
/// `LookupPath` and `TimerPath`.
package struct Engine: ~Copyable {
    var settings: EngineSettings
    let secrets: EngineSecrets
    var entropy: EntropySource
    /// Names transactions; new for each process.
    let transactionKey: KeyedHash.Key

    var servers: Slab<ServerTransaction>
    var serverIndex: [UInt128: Handle] = [:]
    var clients: Slab<ClientTransaction>
    var parked: Slab<Waiting>
    var deadlines = DeadlineQueue<TimerToken>()
    var remembered: RememberedSubscribers
    /// What is parked without a transaction, by the key that its transaction would have.
    var waiting: Set<UInt128> = []
    /// The latest write of each subscriber's contacts that is still under way.
    var storing: [SubscriberKey: Handle] = [:]
    var connections: ConnectionTable
    var verifier: DigestVerifier
    var isDraining = false
    /// What we ask peers of our own accord, by the client transaction.
    var probes: [Handle: Probe] = [:]
    /// How often the store was changed by others: what it said before may be old.
    var changes: UInt32 = 0

    /// What was done since it was taken last; empty where nothing is traced.
    var trace = TraceLog()

    // Of the turn under way.
    var now = Now(instant: Instant(nanoseconds: 0), wall: WallTime(milliseconds: 0))
    var effects = EffectQueue()
    /// The call at hand, as the trace knows it.
    var call: UInt64 = 0

    // Memory that turns use again.
    var editor = MessageEditor()
    var spareMessage = SIPMessage()
    let allocator = ByteBufferAllocator()

    /// - Parameter seed: all randomness of this engine; 64 random bits in a running node.
    package init(settings: EngineSettings, secrets: EngineSecrets, seed: UInt64) {
        self.settings = settings
        self.secrets = secrets
        var entropy = EntropySource(seed: seed)
        transactionKey = KeyedHash.Key(k0: entropy.next(), k1: entropy.next())
        verifier = DigestVerifier(
            realm: settings.home.domain, key: secrets.nonces, entropy: &entropy)
        self.entropy = entropy
        servers = Slab(limit: settings.limits.serverTransactions)
        clients = Slab(limit: settings.limits.clientTransactions)
        parked = Slab(limit: settings.limits.parkedRequests)
        remembered = RememberedSubscribers(limit: settings.limits.rememberedSubscribers)
        connections = ConnectionTable(limit: settings.limits.connections)
    }

    /// Takes one input.
    ///
    /// - Parameter now: never earlier than in the previous call.
    /// - Cost: O(1) in the number of subscribers, transactions and trunks.
    package mutating func receive(
        _ input: consuming Input, at now: Now, into queue: inout EffectQueue
    ) {
        self.now = now
        swap(&effects, &queue)
        switch consume input {
        case .message(let bytes, over: let flow):
            receiveMessage(bytes, over: flow)
        case .flowClosed(let flow):
            receiveFlowClosed(flow)
        case .subscriber(let answer, for: let handle):
            receiveSubscriber(answer, for: handle)
        case .servers(let answer, for: let handle):
            receiveServers(answer, for: handle)
        case .stored(let isDurable, for: let handle):
            receiveStored(isDurable, for: handle)
        case .subscriberChanged(let key):
            changes &+= 1
            remembered.forget(key)
        case .everySubscriberChanged:
            changes &+= 1
            remembered.forgetAll()
        case .removeContacts(let contact, of: let key, order: let number):
            removeContacts(of: key, RemovalOrder(contact: contact, number: number))
        case .probe(let target):
            probe(target)
        case .settings(let settings):
            self.settings = settings
        case .drain:
            isDraining = true
        }
        swap(&effects, &queue)
    }

    /// Lets time pass: every timer that is due by `now` goes off.
    package mutating func advance(to now: Now, into queue: inout EffectQueue) {
        self.now = now
        swap(&effects, &queue)
        while let token = deadlines.popDue(now: now.instant) { timerDue(token) }
        swap(&effects, &queue)
    }

    /// How much the trace holds by now.
    /// - Units: octets.
    package var traceSize: Int { trace.size }

    /// Hands out what was traced and goes on with an empty log.
    package mutating func takeTrace(goingOnWith empty: consuming TraceLog) -> TraceLog {
        var taken = empty
        swap(&taken, &trace)
        return taken
    }

    /// An engine that decides as this one would, with nothing under way: for playing a message
    /// through whose effects nobody carries out.
    ///
    /// - Parameter change: what is to be different.
    package borrowing func replica(
        seed: UInt64, change: (inout EngineSettings) -> Void = { _ in }
    ) -> Engine {
        var settings = settings
        settings.tracesDecisions = true
        change(&settings)
        var engine = Engine(settings: settings, secrets: secrets, seed: seed)
        engine.connections = connections
        engine.isDraining = isDraining
        return engine
    }

    /// When `advance` is wanted next.
    package var nextDeadline: Instant? { deadlines.nextDeadline }

    /// What is under way, for the status command and for tests of rest.
    package var load: EngineLoad {
        EngineLoad(
            serverTransactions: servers.count, clientTransactions: clients.count,
            parkedRequests: parked.count,
            rememberedSubscribers: remembered.count, connections: connections.count,
            callsInSetup: callsInSetup, unanswered: unanswered)
    }

    private var unanswered: Int {
        servers.handles.count { servers[$0]?.request != nil }
    }

    private var callsInSetup: Int {
        servers.handles.count { handle in
            guard let server = servers[handle], case .invite(let machine) = server.machine else {
                return false
            }
            return machine.state == .proceeding
        }
    }
}

/// How many of each thing the engine holds now.
package struct EngineLoad: Sendable, Hashable {
    package var serverTransactions: Int
    package var clientTransactions: Int
    package var parkedRequests: Int
    package var rememberedSubscribers: Int
    package var connections: Int
    /// INVITEs without a final answer.
    package var callsInSetup: Int
    /// Requests of any method without a final answer.
    package var unanswered: Int

    /// True when nothing is under way that a stop would break off.
    package var isQuiet: Bool { unanswered == 0 && parkedRequests == 0 }
}
