import DecisionTrace
import Determinism
import IMSEngine
import NIOCore
import SIPTransports

/// Plays one message through an engine of its own, and keeps what it decides.
///
/// Questions to the store and the DNS are asked in earnest; nothing is sent, opened or stored.
/// Everything happens on the loop.
final class Explanation {
    struct Outcome: Sendable {
        var log: TraceLog
        /// Both clocks, read together at the end.
        var clock: Now
        /// False where the store or the DNS was still asked when time was up.
        var isComplete: Bool
    }

    /// A command waits 5 s for a node.
    private static let longest = TimeAmount.seconds(4)
    private static let mostInputs = 200

    private var engine: Engine
    private let run: @Sendable (Effect, EngineMailbox) -> Void
    private let promise: EventLoopPromise<Outcome>
    private let place: NIOLoopBoundBox<Explanation?>
    private let mailbox: EngineMailbox
    private var effects = EffectQueue()
    private var waiting = 0
    private var inputs = 0
    private var isOver = false

    /// - Parameter run: carries out questions to the store and the DNS.
    static func play(
        _ message: ByteBuffer, over flow: Flow, in engine: consuming Engine,
        on eventLoop: any EventLoop, run: @escaping @Sendable (Effect, EngineMailbox) -> Void
    ) -> EventLoopFuture<Outcome> {
        let explanation = Explanation(engine: engine, on: eventLoop, run: run)
        explanation.step(.message(message, over: flow))
        explanation.endIfQuiet()
        return explanation.promise.futureResult
    }

    private init(
        engine: consuming Engine, on eventLoop: any EventLoop,
        run: @escaping @Sendable (Effect, EngineMailbox) -> Void
    ) {
        self.engine = engine
        self.run = run
        promise = eventLoop.makePromise()
        let place = NIOLoopBoundBox<Explanation?>(nil, eventLoop: eventLoop)
        self.place = place
        mailbox = EngineMailbox(eventLoop: eventLoop) { place.value?.collectMail() }
        place.value = self
        // Also where the loop is shut down before.
        eventLoop.scheduleTask(in: Self.longest) {}.futureResult.whenComplete { _ in
            place.value?.end(isComplete: false)
        }
    }

    private func collectMail() {
        for input in mailbox.takeAll() {
            waiting -= 1
            step(input)
        }
        endIfQuiet()
    }

    private func step(_ input: consuming Input) {
        inputs += 1
        engine.receive(input, at: NodeClock.now(), into: &effects)
        effects.drain { effect in
            switch effect {
            case .findSubscriber, .findServers:
                waiting += 1
                run(effect, mailbox)
            case .storeBindings(_, subscriber: _, for: let handle):
                waiting += 1
                mailbox.post(.stored(true, for: handle))
            case .transmit, .open, .close, .event, .contactsRemoved: break
            }
        }
    }

    private func endIfQuiet() {
        if waiting == 0 {
            end(isComplete: true)
        } else if inputs > Self.mostInputs {
            end(isComplete: false)
        }
    }

    private func end(isComplete: Bool) {
        guard !isOver else { return }
        isOver = true
        place.value = nil
        let log = engine.takeTrace(goingOnWith: TraceLog())
        promise.succeed(Outcome(log: log, clock: NodeClock.now(), isComplete: isComplete))
    }
}
