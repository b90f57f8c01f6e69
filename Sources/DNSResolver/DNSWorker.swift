import Determinism
import Glibc
import SIPTransports

/// The resolver's thread: puts the questions of lookups to libunbound, and gives up on those that
/// take too long.
final class DNSWorker {
    private struct Lookup {
        var location: ServerLocation
        var witness: DNSWitness?
        var completion: @Sendable (LocationOutcome) -> Void
        var asked: [AskedQuestion] = []
    }

    private let context: UnboundContext
    private let inbox: DNSInbox
    private let patience: Duration
    private var entropy: EntropySource
    private var lookups: [UInt64: Lookup] = [:]
    /// All lookups have the same patience, so they fall due in the order in which they began.
    private var deadlines: [(time: ContinuousClock.Instant, lookup: UInt64)] = []
    private var lastNumber: UInt64 = 0

    init(context: UnboundContext, inbox: DNSInbox, patience: Duration, entropy: EntropySource) {
        self.context = context
        self.inbox = inbox
        self.patience = patience
        self.entropy = entropy
    }

    /// Works until the inbox is closed; then everything under way is unavailable.
    func run() {
        var sources = [
            pollfd(fd: context.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: inbox.wakeUp, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            poll(&sources, nfds_t(sources.count), pause)
            let (orders, isClosed) = inbox.take()
            for order in orders { begin(order) }
            if isClosed {
                for number in lookups.keys.sorted() { finish(number, .unavailable) }
                return
            }
            context.process()
            giveUpOverdue()
        }
    }

    /// Milliseconds until the next lookup is overdue; -1 for ever.
    private var pause: CInt {
        guard let first = deadlines.first else { return -1 }
        let left = first.time - .now
        return CInt(
            clamping: max(
                0,
                left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            ) + 1)
    }

    // MARK: The life of a lookup

    private func begin(_ order: LookupOrder) {
        lastNumber += 1
        let seed = EntropySource(seed: entropy.next())
        let location = ServerLocation(query: order.query, entropy: seed, families: order.families)
        lookups[lastNumber] = Lookup(
            location: location, witness: order.witness, completion: order.completion)
        deadlines.append((.now + patience, lastNumber))
        goOn(lastNumber)
    }

    func answered(_ asked: AskedQuestion, _ answer: DNSAnswer) {
        guard lookups[asked.lookup] != nil else { return }
        lookups[asked.lookup]?.asked.removeAll { $0 === asked }
        lookups[asked.lookup]?.witness?(asked.question, answer)
        lookups[asked.lookup]?.location.answered(asked.question, answer)
        goOn(asked.lookup)
    }

    private func goOn(_ number: UInt64) {
        guard let step = lookups[number]?.location.next() else { return }
        switch step {
        case .ask(let questions): for question in questions { ask(question, for: number) }
        case .located(let targets, let ttl): finish(number, .found(targets, ttl: ttl))
        case .nothing: finish(number, .nothing)
        case .unavailable: finish(number, .unavailable)
        }
    }

    private func ask(_ question: DNSQuestion, for number: UInt64) {
        let asked = AskedQuestion(question, lookup: number, worker: self)
        lookups[number]?.asked.append(asked)
        if !context.ask(asked) { answered(asked, .unavailable) }
    }

    private func giveUpOverdue() {
        let now = ContinuousClock.now
        let overdue = deadlines.prefix { $0.time <= now || lookups[$0.lookup] == nil }
        deadlines.removeFirst(overdue.count)
        for entry in overdue { finish(entry.lookup, .unavailable) }
    }

    private func finish(_ number: UInt64, _ outcome: LocationOutcome) {
        guard let lookup = lookups.removeValue(forKey: number) else { return }
        for asked in lookup.asked { context.cancel(asked) }
        inbox.answered()
        lookup.completion(outcome)
    }
}
