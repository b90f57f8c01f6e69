import CUnbound
import Glibc
import SIPTransports
import Synchronization

/// One lookup as it was ordered.
struct LookupOrder: Sendable {
    var query: ServerQuery
    var families: ServerLocation.Families
    var witness: DNSWitness?
    var completion: @Sendable (LocationOutcome) -> Void
}

/// Where lookups wait for the resolver's thread; wakes it by a descriptor.
final class DNSInbox: Sendable {
    private struct Contents: Sendable {
        var orders: [LookupOrder] = []
        /// Ordered and not answered.
        var underWay = 0
        var isClosed = false
    }

    let wakeUp: CInt
    private let limit: Int
    private let contents = Mutex(Contents())

    init(limit: Int) throws(DNSSetupError) {
        self.limit = limit
        wakeUp = eventfd(0, CInt(EFD_NONBLOCK) | CInt(EFD_CLOEXEC))
        guard wakeUp >= 0 else {
            throw DNSSetupError(
                setting: "resolver", reason: String(cString: strerror(errno)),
                remedy: "raise the limit of open files ('ulimit -n', or LimitNOFILE of the service)"
            )
        }
    }

    deinit { Glibc.close(wakeUp) }

    /// - Returns: false if it is full or closed: nobody will answer.
    func put(_ order: LookupOrder) -> Bool {
        let isTaken = contents.withLock { contents in
            guard !contents.isClosed, contents.underWay < limit else { return false }
            contents.underWay += 1
            contents.orders.append(order)
            return true
        }
        if isTaken { wake() }
        return isTaken
    }

    func close() {
        contents.withLock { $0.isClosed = true }
        wake()
    }

    /// Takes what waits, and says whether more may come.
    func take() -> (orders: [LookupOrder], isClosed: Bool) {
        var count: UInt64 = 0
        _ = read(wakeUp, &count, 8)
        return contents.withLock { contents in
            let orders = contents.orders
            contents.orders = []
            return (orders, contents.isClosed)
        }
    }

    func answered() { contents.withLock { $0.underWay -= 1 } }

    private func wake() {
        var one: UInt64 = 1
        _ = write(wakeUp, &one, 8)
    }
}
