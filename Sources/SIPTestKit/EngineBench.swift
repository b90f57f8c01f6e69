package import DecisionTrace
package import Determinism
package import IMSEngine
import IMSFunctions
package import NIOCore
import NetworkAddresses
package import SIPTransports
package import Subscribers

/// One engine on a test's bench: a clock that the test moves, a store that it owns, and every
/// effect kept.
///
/// The node is `node1.example.com` at 10.1.0.1 and 2001:db8::1, port 5060, over UDP and TCP; its
/// home domain is `example.com`. 192.0.2.10 and 198.51.100.0/24 are trusted trunks; everybody else
/// is outside.
package final class EngineBench {
    /// A message that the engine sent.
    package struct Sent: Sendable, CustomStringConvertible {
        package let message: MessageView
        package let flow: Flow
        package let bytes: ByteBuffer

        package var size: Int { bytes.readableBytes }

        package var description: String { "\(message.startLine) to \(flow.remote)" }
    }

    package static let listeners: [Listener] = ["10.1.0.1:5060", "[2001:db8::1]:5060"].flatMap {
        text in
        TransportProtocol.allCases.map { Listener(transport: $0, endpoint: SocketEndpoint(text)) }
    }
    package static let secrets = EngineSecrets(
        flowTokens: .init(k0: 0x0123_4567_89AB_CDEF, k1: 0xFEDC_BA98_7654_3210),
        nonces: Array(repeating: 0x5A, count: 32))

    package let store: FakeStore
    package var settings: EngineSettings
    package private(set) var now = Now(
        instant: Instant(nanoseconds: 1_000_000_000),
        wall: WallTime(milliseconds: 1_800_000_000_000))
    /// Everything sent, in order.
    package private(set) var sent: [Sent] = []
    package private(set) var events: [EngineEvent] = []
    package private(set) var opened: [Flow] = []
    package private(set) var closed: [Flow] = []
    /// What the DNS knows; a name that is not here does not exist.
    package var names: [String: [ServerTarget]] = [:]
    package private(set) var lookups: [SubscriberKey] = []
    package private(set) var stores = 0
    /// What became of orders to end registrations.
    package private(set) var removals: [RemovalOutcome] = []

    private var engine: Engine
    private var queue = EffectQueue()
    private var waiting: [Effect] = []
    private var asked: [Effect] = []

    package init(
        store: FakeStore = FakeStore(), seed: UInt64 = 1,
        secrets: EngineSecrets = EngineBench.secrets,
        change: (inout EngineSettings) -> Void = { _ in }
    ) {
        var settings = Self.usualSettings
        change(&settings)
        self.settings = settings
        self.store = store
        engine = Engine(settings: settings, secrets: secrets, seed: seed)
    }

    package static var usualSettings: EngineSettings {
        EngineSettings(
            home: HomeNetwork(
                domain: "example.com", additional: ["example.org"],
                nodeNames: ["node1.example.com", "sip.alias.example", "203.0.113.200"],
                addresses: listeners.map(\.endpoint.address)),
            trunks: TrunkTable([
                trunk("carrier", "192.0.2.10", 32), trunk("carrier", "198.51.100.0", 24),
                trunk("carrier6", "2001:db8:7::", 48),
            ]),
            listeners: listeners.map {
                AdvertisedListener(listener: $0, host: $0.endpoint.address.hostText)
            })
    }

    private static func trunk(_ name: String, _ address: String, _ length: Int) -> TrunkTable.Entry
    {
        guard let prefix = IPAddress(address).flatMap({ IPPrefix($0, length: length) }) else {
            preconditionFailure("\(address)/\(length) is no network")
        }
        return TrunkTable.Entry(trunk: name, prefix: prefix, text: "\(address)/\(length)")
    }

    package var load: EngineLoad { engine.load }
    package var nextDeadline: Instant? { engine.nextDeadline }

    // MARK: - What a test does to it

    /// Hands a message to the engine as if it came from this peer.
    ///
    /// - Returns: what the engine sent because of it.
    @discardableResult
    package func deliver(_ text: String, from peer: Peer) -> [Sent] {
        receive(.message(ByteBuffer(string: text), over: peer.flow(in: Self.listeners)))
    }

    @discardableResult
    package func deliver(_ request: RequestText, from peer: Peer) -> [Sent] {
        deliver(request.text, from: peer)
    }

    @discardableResult
    package func deliver(_ response: ResponseText, from peer: Peer) -> [Sent] {
        deliver(response.text, from: peer)
    }

    /// Lets time pass, one timer after the other.
    @discardableResult
    package func pass(_ interval: Interval) -> [Sent] {
        let before = sent.count
        let end = now.instant + interval
        while let due = engine.nextDeadline, due <= end {
            move(to: max(due, now.instant))
            engine.advance(to: now, into: &queue)
            carryOut()
        }
        move(to: end)
        return Array(sent[before...])
    }

    /// Answers everything that the store was asked while it waited.
    @discardableResult
    package func answerStore() -> [Sent] {
        let before = sent.count
        let questions = waiting
        waiting = []
        for question in questions { answer(question) }
        carryOut()
        return Array(sent[before...])
    }

    /// Reads what the store was asked for while it waited, as it is now, and leaves it to the test
    /// when the engine hears of it.
    package func readStore() -> [Input] {
        let questions = waiting
        waiting = []
        return questions.compactMap { question in
            guard case .findSubscriber(let key, for: let handle) = question else { return nil }
            return .subscriber(store.record(of: key).map { .found($0) } ?? .unknown, for: handle)
        }
    }

    /// Answers everything that the store was asked while it waited, with a failure.
    @discardableResult
    package func failStore() -> [Sent] {
        let before = sent.count
        let questions = waiting
        waiting = []
        for question in questions { refuse(question) }
        carryOut()
        return Array(sent[before...])
    }

    /// Another engine takes over with the same secrets and store: what was in memory is gone.
    package func restart(seed: UInt64 = 2) {
        waiting = []
        engine = Engine(settings: settings, secrets: Self.secrets, seed: seed)
    }

    @discardableResult
    package func receive(_ input: consuming Input) -> [Sent] {
        let before = sent.count
        engine.receive(input, at: now, into: &queue)
        carryOut()
        return Array(sent[before...])
    }

    package func forgetSent() { sent = [] }

    /// What was traced since this was asked last, decoded.
    package func takeTrace() -> [TraceRecord] {
        engine.takeTrace(goingOnWith: TraceLog()).records
    }

    /// The engine's replica, to play a message through.
    package func replica(change: (inout EngineSettings) -> Void = { _ in }) -> Engine {
        engine.replica(seed: 1, change: change)
    }

    package var refusals: [RequestOutcome] { outcomes.filter(\.reason.isRefusal) }

    package var outcomes: [RequestOutcome] {
        events.compactMap { if case .answered(let outcome) = $0 { outcome } else { nil } }
    }

    package var discards: [DiscardReason] {
        events.compactMap { if case .discarded(let reason, _) = $0 { reason } else { nil } }
    }

    // MARK: - Carrying out

    private func move(to instant: Instant) {
        let elapsed = instant - now.instant
        now = Now(
            instant: instant,
            wall: WallTime(milliseconds: now.wall.milliseconds + elapsed.nanoseconds / 1_000_000))
    }

    /// Effects in order, then the answers to what they asked, until nothing is left.
    private func carryOut() {
        while true {
            var effects: [Effect] = []
            queue.drain { effects.append($0) }
            for effect in effects { carryOut(effect) }
            if !queue.isEmpty { continue }
            guard !asked.isEmpty else { return }
            let question = asked.removeFirst()
            if store.mood == .fails { refuse(question) } else { answer(question) }
        }
    }

    private func carryOut(_ effect: Effect) {
        switch effect {
        case .transmit(let bytes, over: let flow):
            sent.append(Sent(message: MessageView(bytes), flow: flow, bytes: bytes))
        case .open(let flow): opened.append(flow)
        case .close(let flow): closed.append(flow)
        case .event(let event): events.append(event)
        case .findSubscriber(let key, for: _):
            lookups.append(key)
            ask(effect)
        case .storeBindings:
            stores += 1
            ask(effect)
        case .findServers:
            asked.append(effect)
        case .contactsRemoved(let outcome, order: _):
            removals.append(outcome)
        }
    }

    private func ask(_ question: Effect) {
        switch store.mood {
        case .answersAtOnce, .fails: asked.append(question)
        case .waits: waiting.append(question)
        }
    }

    private func answer(_ question: Effect) {
        switch question {
        case .findSubscriber(let key, for: let handle):
            let record = store.record(of: key)
            engine.receive(
                .subscriber(record.map { .found($0) } ?? .unknown, for: handle), at: now,
                into: &queue)
        case .storeBindings(let bindings, subscriber: let subscriber, for: let handle):
            store.store(bindings, of: subscriber)
            engine.receive(.stored(true, for: handle), at: now, into: &queue)
        case .findServers(let query, for: let handle):
            let found = names[query.host]
            engine.receive(
                .servers(found.map { .found($0) } ?? .nothing, for: handle), at: now, into: &queue)
        case .transmit, .open, .close, .contactsRemoved, .event: break
        }
    }

    private func refuse(_ question: Effect) {
        switch question {
        case .findSubscriber(_, for: let handle):
            engine.receive(.subscriber(.unavailable, for: handle), at: now, into: &queue)
        case .storeBindings(_, subscriber: _, for: let handle):
            engine.receive(.stored(false, for: handle), at: now, into: &queue)
        case .findServers(_, for: let handle):
            engine.receive(.servers(.unavailable, for: handle), at: now, into: &queue)
        case .transmit, .open, .close, .contactsRemoved, .event: break
        }
    }
}
