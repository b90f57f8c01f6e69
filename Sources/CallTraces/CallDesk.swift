package import Provisioning
package import Troubleshooting

/// The calls that the running node remembers, read where nobody waits for it.
package struct CallDesk: TraceDesk {
    private let recorder: TraceRecorder
    /// Has the engine hand over what it holds back.
    private let handOver: @Sendable () async -> Void
    private let isTracing: @Sendable () -> Bool
    private let now: @Sendable () -> Int64

    /// - Parameter now: microseconds since 1970.
    package init(
        recorder: TraceRecorder, handOver: @escaping @Sendable () async -> Void,
        isTracing: @escaping @Sendable () -> Bool, now: @escaping @Sendable () -> Int64
    ) {
        self.recorder = recorder
        self.handOver = handOver
        self.isTracing = isTracing
        self.now = now
    }

    package func calls(_ filter: CallFilter) async throws(ProvisioningError) -> [CallSummary] {
        let criteria = try CallCriteria(filter)
        let index = try await index()
        let now = now()
        var found: [CallSummary] = []
        var ailing = Set<UInt64>()
        defer { recorder.mark(ailing) }
        for group in index.groups {
            // Later groups ended before this began, so none of them can be newer.
            if found.count >= filter.limit, let oldest = found.last?.began,
                index.wall(group.entries[group.entries.count - 1]) < oldest
            {
                break
            }
            let reading = CallReading(group, in: index)
            guard let summary = criteria.summary(of: reading, at: now) else { continue }
            if summary.isAiling { ailing.insert(group.call) }
            let place = found.firstIndex { $0.began < summary.began } ?? found.count
            found.insert(summary, at: place)
            if found.count > filter.limit { found.removeLast() }
        }
        return found
    }

    package func call(
        _ id: String, showsSecrets: Bool
    ) async throws(ProvisioningError) -> CallTrace? {
        let index = try await index()
        let asked = id.lowercased()
        let groups = index.groups
        let isPrefix = (4...16).contains(asked.count) && asked.allSatisfy(\.isHexDigit)
        if isPrefix {
            let fitting = groups.filter { CallReading.text(of: $0.id).hasPrefix(asked) }
            if fitting.count > 1 {
                throw ProvisioningError(
                    .invalid, "\(fitting.count) calls begin with \(id)",
                    remedy: "give more of its digits, which clearwater calls --json shows")
            }
            if let group = fitting.first {
                return CallReading(group, in: index).trace(at: now(), showsSecrets: showsSecrets)
            }
        }
        for group in groups {
            let reading = CallReading(group, in: index)
            guard reading.firstRequest?.reading.callID == id else { continue }
            return reading.trace(at: now(), showsSecrets: showsSecrets)
        }
        return nil
    }

    /// The calls that something happened to since.
    ///
    /// - Parameter mark: as the last answer told it; nil for `calls` and a mark to begin with.
    package func changes(
        after mark: UInt64?, _ filter: CallFilter
    ) async throws(ProvisioningError) -> CallChanges {
        guard let mark else {
            // Read first: what happens meanwhile is told twice rather than never.
            let version = recorder.version
            return CallChanges(calls: try await calls(filter), mark: version)
        }
        let criteria = try CallCriteria(filter)
        await handOver()
        let version = recorder.version
        guard version > mark else { return CallChanges(calls: [], mark: version) }
        let index = TraceIndex(recorder.segments)
        let now = now()
        var calls: [CallSummary] = []
        var ailing = Set<UInt64>()
        for group in index.groups(newerThan: mark) where calls.count < filter.limit {
            let reading = CallReading(group, in: index)
            guard let summary = criteria.summary(of: reading, at: now) else { continue }
            if summary.isAiling { ailing.insert(group.call) }
            calls.append(summary)
        }
        recorder.mark(ailing)
        return CallChanges(calls: calls.sorted { $1.began < $0.began }, mark: version)
    }

    package func callsAsTheyChange(_ filter: CallFilter) async -> AsyncStream<[CallSummary]> {
        AsyncStream(bufferingPolicy: .bufferingNewest(16)) { continuation in
            let task = Task {
                var told: [String: CallSummary] = [:]
                var mark: UInt64?
                while !Task.isCancelled {
                    guard let changes = try? await changes(after: mark, filter) else { break }
                    let isFirst = mark == nil
                    mark = changes.mark
                    let new = changes.calls.filter { told[$0.id] != $0 }
                    for call in new { told[call.id] = call }
                    // Older ones change no more, or are told again.
                    if told.count > Self.mostRemembered { told = [:] }
                    if !new.isEmpty || isFirst { continuation.yield(new) }
                    try? await Task.sleep(for: .milliseconds(500))
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private static let mostRemembered = 10_000

    private func index() async throws(ProvisioningError) -> TraceIndex {
        await handOver()
        let segments = recorder.segments
        guard !segments.isEmpty || isTracing() else {
            throw ProvisioningError(
                .unavailable, "this node traces nothing",
                remedy: "take decision_trace=N out of the configuration")
        }
        return TraceIndex(segments)
    }
}

extension CallSummary {
    /// Something is wrong with it that its final answer does not say.
    fileprivate var isAiling: Bool { isFailed && (status ?? 0) < 300 }
}
