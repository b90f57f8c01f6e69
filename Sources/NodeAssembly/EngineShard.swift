import DecisionTrace
import Determinism
import IMSEngine
import NIOCore
import SIPTransportNIO
import SIPTransports

/// One engine on one event loop: turns what the sockets and stores say into inputs, and carries the
/// effects out.
///
/// Everything happens on the loop; other threads post to the mailbox.
final class EngineShard: TransportReceiver {
    private var engine: Engine
    private let eventLoop: any EventLoop
    private let transport: TransportShell
    private let errands: Errands
    private var effects = EffectQueue()
    private var alarm: Alarm?
    private(set) var mailbox: EngineMailbox!

    private struct Alarm {
        var deadline: Instant
        var task: Scheduled<Void>
    }

    /// What the engine asks of others than the sockets.
    struct Errands: Sendable {
        var run: @Sendable (Effect, EngineMailbox) -> Void
        var report: @Sendable (EngineEvent) -> Void
        /// Takes a trace log, read off the clocks now; gives an empty one.
        var keepTrace: @Sendable (consuming TraceLog, Now) -> TraceLog
    }

    /// A trace log that has grown so large is handed over.
    /// - Units: octets.
    private static let longestTrace = 256 << 10

    /// Timers go off together within this time: SIP's shortest is 500 ms, and waking costs more
    /// than waiting.
    private static let coarseness = Interval.milliseconds(5)

    init(engine: consuming Engine, transport: TransportShell, errands: Errands) {
        self.engine = engine
        self.transport = transport
        self.eventLoop = transport.eventLoop
        self.errands = errands
        let loopBound = NIOLoopBoundBox<EngineShard?>(nil, eventLoop: eventLoop)
        mailbox = EngineMailbox(eventLoop: eventLoop) { loopBound.value?.collectMail() }
        loopBound.value = self
        transport.receiver = self
    }

    // MARK: - What comes in

    func received(_ bytes: ByteBuffer, over flow: Flow) { step(.message(bytes, over: flow)) }

    func closed(_ flow: Flow) { step(.flowClosed(flow)) }

    func turnEnded() {
        transport.flush()
        setAlarm()
        if engine.traceSize >= Self.longestTrace { handOverTrace() }
    }

    private func collectMail() {
        for input in mailbox.takeAll() { step(input) }
        turnEnded()
    }

    private func alarmRang() {
        alarm = nil
        engine.advance(to: NodeClock.now(), into: &effects)
        carryOut()
        turnEnded()
    }

    private func step(_ input: consuming Input) {
        engine.receive(input, at: NodeClock.now(), into: &effects)
        carryOut()
    }

    // MARK: - What goes out

    private func carryOut() {
        effects.drain { effect in
            switch effect {
            case .transmit(let bytes, over: let flow): transport.transmit(bytes, over: flow)
            case .open(let flow): transport.open(flow)
            case .close(let flow): transport.close(flow)
            case .event(let event): errands.report(event)
            case .findSubscriber, .findServers, .storeBindings, .contactsRemoved:
                errands.run(effect, mailbox)
            }
        }
    }

    /// One timer a loop, moved only when something earlier is due.
    private func setAlarm() {
        guard let deadline = engine.nextDeadline else { return }
        if let alarm {
            guard deadline < alarm.deadline else { return }
            alarm.task.cancel()
        }
        let now = NodeClock.now().instant
        let wait = max(deadline - now, Self.coarseness)
        let task = eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(wait.nanoseconds)) {
            self.alarmRang()
        }
        alarm = Alarm(deadline: now + wait, task: task)
    }

    // MARK: - Questions of the node

    /// Hands over what was traced so far, for somebody wants to read it.
    func handOverTrace() {
        guard engine.traceSize > 0 else { return }
        let taken = engine.takeTrace(goingOnWith: TraceLog())
        let spare = errands.keepTrace(taken, NodeClock.now())
        _ = engine.takeTrace(goingOnWith: spare)
    }

    /// An engine that decides as this one would, for playing a message through.
    func replica(seed: UInt64, change: (inout EngineSettings) -> Void) -> Engine {
        engine.replica(seed: seed, change: change)
    }

    /// INVITEs that have no final answer yet.
    var callsInSetup: [RequestOutcome] {
        engine.callsWithoutAnswer(at: NodeClock.now().instant)
    }

    var load: EngineLoad { engine.load }
    var counters: TransportCounters { transport.counters }
}
