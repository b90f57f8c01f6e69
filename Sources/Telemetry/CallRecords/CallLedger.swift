import Determinism

/// Puts the calls together: an answered INVITE opens one, a BYE closes it.
///
/// A call is known by its Call-ID and its caller's tag (RFC 3261 12), so a BYE tells by its tags
/// which side hung up. At most `limit` calls are followed; beyond, the oldest gets its record.
struct CallLedger {
    private struct Key: Hashable {
        var callID: String
        var callerTag: String
    }

    private struct Attempt: Hashable {
        var key: Key
        var cseq: UInt32
    }

    private let limit: Int
    private var up: [Key: CallRecord] = [:]
    /// In the order of their answers; with calls that are over by now.
    private var order = RecentValues<Key>()
    /// Failed of late: what was answered without state is answered again when it is repeated.
    private var failed: Set<Attempt> = []
    private var failedOrder = RecentValues<Attempt>()

    init(limit: Int) { self.limit = limit }

    /// Calls that are up.
    var count: Int { up.count }

    /// - Returns: the records that are complete by this.
    mutating func take(_ event: CallEvent) -> [CallRecord] {
        guard let request = CallRequest(event.message) else { return [] }
        switch event.request {
        case .invite: return takeInvite(event, request)
        case .bye: return takeBye(event, request).map { [$0] } ?? []
        }
    }

    private mutating func takeInvite(_ event: CallEvent, _ request: CallRequest) -> [CallRecord] {
        let key = Key(callID: request.callID, callerTag: request.fromTag)
        var record = CallRecord(event, request)
        guard event.status < 300 else {
            guard isNew(Attempt(key: key, cseq: request.cseq)) else { return [] }
            record.ending = .notAnswered
            record.end = event.at
            record.hungUpBy = event.reason == .cancelledByCaller ? .caller : nil
            return [record]
        }
        // A second phone's answer to the same call.
        guard up[key] == nil else { return [] }
        record.answer = event.at
        let pushedOut = up.count >= limit ? pushOut(at: event.at) : nil
        up[key] = record
        order.append(key)
        forgetOver()
        return pushedOut.map { [$0] } ?? []
    }

    private mutating func takeBye(_ event: CallEvent, _ request: CallRequest) -> CallRecord? {
        let byCaller = Key(callID: request.callID, callerTag: request.fromTag)
        let byCalled = Key(callID: request.callID, callerTag: request.toTag)
        let side: CallRecord.Side = up[byCaller] == nil ? .called : .caller
        guard var record = up.removeValue(forKey: side == .caller ? byCaller : byCalled) else {
            return nil
        }
        // The BYE itself ended it, not its answer.
        let end = event.at.milliseconds - event.duration.nanoseconds / 1_000_000
        record.close(.hungUp, at: WallTime(milliseconds: end))
        record.end = WallTime(milliseconds: end)
        record.hungUpBy = side
        return record
    }

    /// The records of all calls that are up, for the node ends.
    mutating func closeAll(at now: WallTime) -> [CallRecord] {
        defer { up = [:] }
        return up.values.sorted { $0.start < $1.start }.map { record in
            var record = record
            record.close(.upAtStop, at: now)
            return record
        }
    }

    /// The record of a call that had no final answer when the node ended.
    mutating func abandon(_ event: CallEvent) -> CallRecord? {
        guard event.request == .invite, let request = CallRequest(event.message) else {
            return nil
        }
        var record = CallRecord(event, request)
        record.code = nil
        record.reason = nil
        record.ending = .inSetupAtStop
        return record
    }

    // MARK: - Bounds

    private mutating func pushOut(at now: WallTime) -> CallRecord? {
        while let oldest = order.removeFirst() {
            guard var record = up.removeValue(forKey: oldest) else { continue }
            record.close(.noLongerFollowed, at: now)
            return record
        }
        return nil
    }

    /// The order may name a few calls that are over, never more than there are calls.
    private mutating func forgetOver() {
        guard order.count > 2 * up.count + 64 else { return }
        let live = order.values.filter { up[$0] != nil }
        order = RecentValues(live)
    }

    private mutating func isNew(_ attempt: Attempt) -> Bool {
        guard failed.insert(attempt).inserted else { return false }
        failedOrder.append(attempt)
        if failedOrder.count > Self.rememberedFailures, let oldest = failedOrder.removeFirst() {
            failed.remove(oldest)
        }
        return true
    }

    private static let rememberedFailures = 10_000
}

extension CallRecord {
    fileprivate init(_ event: CallEvent, _ request: CallRequest) {
        self.init(
            start: WallTime(
                milliseconds: event.at.milliseconds - event.duration.nanoseconds / 1_000_000),
            answer: nil, end: nil, code: event.status, reason: event.reason.code,
            ending: .hungUp, hungUpBy: nil, trunk: event.trunk, caller: request.caller,
            called: request.called, callID: request.callID, source: "\(event.source.remote)",
            transport: "\(event.source.transport.uriName)", trace: event.trace, talked: 0)
    }

    fileprivate mutating func close(_ ending: Ending, at time: WallTime) {
        self.ending = ending
        talked = answer.map { max(time.milliseconds - $0.milliseconds, 0) } ?? 0
    }
}
