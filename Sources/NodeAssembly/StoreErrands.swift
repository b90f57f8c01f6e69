import IMSEngine
import Logging
import Storage
import Subscribers
import Synchronization

/// Runs the engine's errands to the store, on the store's threads, and brings the answers to the
/// mailbox.
final class StoreErrands: Sendable {
    private let journal: BindingJournal
    private let lookups: SubscriberLookups
    private let feed: ChangeFeed
    private let watch = Mutex<ChangeWatch?>(nil)
    private let logger: Logger

    init(_ database: SubscriberDatabase, logger: Logger) throws(StorageError) {
        self.logger = logger
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
            lookups.find(key) { answer in
                mailbox.post(.subscriber(SubscriberAnswer(answer), for: handle))
            }
        case .storeBindings(let bindings, let subscriber, for: let handle):
            journal.enqueue(bindings, subscriber: subscriber) { isDurable in
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

extension SubscriberAnswer {
    init(_ answer: SubscriberLookups.Answer) {
        switch answer {
        case .found(let record): self = .found(record)
        case .unknown: self = .unknown
        case .unavailable: self = .unavailable
        }
    }
}
