import Determinism
import IMSEngine
import Logging
import Storage
import Subscribers
import Synchronization
import Telemetry

/// Runs the engine's errands to the store, on the store's threads, and brings the answers to the
/// mailbox.
final class StoreErrands: Sendable {
    private let journal: BindingJournal
    private let lookups: SubscriberLookups
    private let feed: ChangeFeed
    private let watch = Mutex<ChangeWatch?>(nil)
    private let logger: Logger
    private let meter: StoreMeter

    init(_ database: SubscriberDatabase, meter: StoreMeter, logger: Logger) throws(StorageError) {
        self.logger = logger
        self.meter = meter
        let complain: @Sendable (StorageError) -> Void = { error in
            logger.error("the store failed: \(error)")
        }
        journal = try BindingJournal(database, onFailure: complain)
        lookups = try SubscriberLookups(database, onFailure: complain)
        feed = try ChangeFeed(database)
    }

    func run(_ effect: Effect, _ mailbox: EngineMailbox) {
        switch effect {
        case .findSubscriber(let key, for: let handle):
            let asked = NodeClock.now().instant
            lookups.find(key) { [meter] answer in
                let now = NodeClock.now().instant
                meter.count(.find, took: now - asked, failed: answer.isUnavailable, at: now)
                mailbox.post(.subscriber(SubscriberAnswer(answer), for: handle))
            }
        case .storeBindings(let bindings, let subscriber, for: let handle):
            let asked = NodeClock.now().instant
            journal.enqueue(bindings, subscriber: subscriber) { [meter] isDurable in
                let now = NodeClock.now().instant
                meter.count(.store, took: now - asked, failed: !isDurable, at: now)
                mailbox.post(.stored(isDurable, for: handle))
            }
        case .transmit, .open, .close, .event, .findServers, .contactsRemoved:
            break
        }
    }

    /// Tells the engine of subscribers that somebody else changes, within a second.
    func watchChanges(_ mailbox: EngineMailbox) async {
        let logger = logger
        let watch = ChangeWatch(
            feed, every: .milliseconds(500),
            onChange: { Self.post($0, mailbox) },
            onFailure: { logger.error("the store's changes cannot be read: \($0)") })
        self.watch.withLock { $0 = watch }
    }

    /// Reads what changed now, for a command that wants its change in effect when it returns.
    func readChanges(_ mailbox: EngineMailbox) throws(StorageError) {
        Self.post(try feed.poll(), mailbox)
    }

    private static func post(_ changes: ChangeFeed.Changes, _ mailbox: EngineMailbox) {
        switch changes {
        case .none: break
        case .keys(let keys): for key in keys { mailbox.post(.subscriberChanged(key)) }
        case .everything: mailbox.post(.everySubscriberChanged)
        }
    }

    func close() {
        watch.withLock { $0?.close() }
        journal.close()
        lookups.close()
        feed.close()
    }
}

extension SubscriberLookups.Answer {
    fileprivate var isUnavailable: Bool {
        switch self {
        case .unavailable: true
        case .found, .unknown: false
        }
    }
}

extension SubscriberAnswer {
    init(_ answer: SubscriberLookups.Answer) {
        switch answer {
        case .found(let record): self = .found(record)
        case .unknown: self = .unknown
        case .unavailable: self = .unavailable
        }
    }
}
