import Determinism
import SIPMessages
import SIPProxying
import SIPTransports
import Subscribers

/// Parking a request until a look-up is answered, and going on with it. RFC 3261 says nothing of
/// it: it only looks slow.
extension Engine {
    /// A look-up that is not answered for this long counts as failed.
    static var patience: Interval { .seconds(10) }

    // MARK: - Parking

    /// Parks a request that has a transaction already.
    mutating func park(_ request: Parked, key: SubscriberKey, server: Handle) {
        guard let handle = park(request) else { return respond(server, 503, .overloaded) }
        note(.subscriberAsked, key)
        effects.append(.findSubscriber(key, for: handle))
    }

    /// Parks a request that has none.
    mutating func park(_ parkedRequest: Parked, key: SubscriberKey, for request: Request) {
        guard let handle = parkOnce(parkedRequest, for: request) else { return }
        note(.subscriberAsked, key)
        effects.append(.findSubscriber(key, for: handle))
    }

    /// A retransmission of a request that waits already is absorbed, for there is no transaction
    /// yet to do it.
    private mutating func parkOnce(_ parkedRequest: Parked, for request: Request) -> Handle? {
        let key = transactionKey(of: request, as: request.method)
        guard !waiting.contains(key) else { return nil }
        guard let handle = park(parkedRequest) else {
            answer(request, 503, .overloaded)
            return nil
        }
        waiting.insert(key)
        return handle
    }

    /// A request that has no transaction goes on, unless a retransmission had to wait for nothing
    /// and overtook it.
    private mutating func unpark(_ message: SIPMessage, _ flow: Flow) -> Request? {
        guard let request = reread(message, flow) else { return nil }
        call = callKey(of: request.envelope, in: request.message)
        waiting.remove(transactionKey(of: request, as: request.method))
        return belongsToTransaction(request) ? nil : request
    }

    mutating func park(_ request: Parked) -> Handle? {
        guard let handle = parked.insert(Waiting(request: request, changes: changes)) else {
            effects.append(.event(.overloaded(table: "parked requests")))
            return nil
        }
        schedule(.parked, handle, after: Self.patience)
        return handle
    }

    mutating func locate(_ query: ServerQuery, for request: Request, _ route: RouteInformation) {
        guard let handle = parkOnce(.locating(request.message, request.flow), for: request) else {
            return
        }
        note(.serversAsked, query.host)
        effects.append(.findServers(query, for: handle))
    }

    mutating func parkedTooLong(_ handle: Handle) {
        guard let waiting = parked[handle] else { return }
        switch waiting.request {
        case .originating, .terminating, .registering, .removing:
            receiveSubscriber(.unavailable, for: handle)
        case .storing, .storingRemoval: receiveStored(false, for: handle)
        case .locating: receiveServers(.unavailable, for: handle)
        }
    }

    // MARK: - Going on

    mutating func receiveSubscriber(_ answer: SubscriberAnswer, for handle: Handle) {
        guard let waiting = parked.remove(handle) else { return }
        if case .found = answer, waiting.changes != changes, let key = waiting.request.lookedUp {
            return askAgain(waiting.request, key)
        }
        let record = remember(answer)
        note(answer, for: waiting.request)
        switch waiting.request {
        case .originating(let message, let flow, let key):
            guard let request = unpark(message, flow) else { return }
            if case .unavailable = answer { return self.answer(request, 503, .storeUnavailable) }
            originate(request, as: record, foundBy: key)
        case .terminating(let server, let request, let key, let asserted):
            guard servers[server]?.isCancelled == false else { return }
            switch answer {
            case .unavailable: respond(server, 503, .storeUnavailable)
            case .unknown: respond(server, 404, .unknownNumber)
            case .found:
                deliver(request, to: record!, as: key, server: server, asserted: asserted)
            }
        case .registering(let server, let request, _, let credentials):
            if case .unavailable = answer { return respond(server, 503, .storeUnavailable) }
            authenticate(request, as: record, by: credentials, server: server)
        case .removing(let order, _):
            if case .unavailable = answer { return self.answer(order, .unavailable) }
            guard let record else { return self.answer(order, .nothing) }
            remove(order, from: record)
        case .storing, .storingRemoval, .locating:
            break
        }
    }

    /// What the store said may have been read before somebody changed it, such as a password that
    /// must not be good any more.
    private mutating func askAgain(_ request: Parked, _ key: SubscriberKey) {
        // The place that was just freed is there.
        guard let handle = park(request) else { return }
        effects.append(.findSubscriber(key, for: handle))
    }

    /// What the store says is newer than what is remembered only where nothing is remembered.
    private mutating func remember(_ answer: SubscriberAnswer) -> SubscriberRecord? {
        guard case .found(var record) = answer, let key = record.subscriber.key else { return nil }
        if let held = remembered[key] { return held }
        // A write that is still under way is newer than what was read.
        if let newest = storing[key], let written = parked[newest]?.request.written {
            record.bindings = written.bindings
        }
        remembered.remember(record, as: key)
        return record
    }

    mutating func receiveServers(_ answer: ServersAnswer, for handle: Handle) {
        guard case .locating(let message, let flow) = parked.remove(handle)?.request,
            let request = unpark(message, flow)
        else { return }
        note(answer)
        switch answer {
        case .found(var targets):
            while !targets.isEmpty {
                guard let flow = self.flow(to: targets.removeFirst()) else { continue }
                return sendInDialog(
                    request, over: flow, routeInformation(of: request), alternatives: targets)
            }
            self.answer(request, 503, .noSuchServer)
        case .nothing: self.answer(request, 404, .noSuchServer)
        case .unavailable: self.answer(request, 503, .dnsUnavailable)
        }
    }

    func reread(_ message: SIPMessage, _ flow: Flow) -> Request? {
        guard let envelope = try? Envelope.read(message) else { return nil }
        return Request(message, envelope, flow, source(of: flow))
    }
}
