import CallTraces
package import DecisionTrace
package import Determinism
package import NetworkAddresses

/// Sends every message of a trace to a collector, beside whatever else reads the trace.
///
/// It works on a task of its own and waits for nobody. What it cannot keep up with is dropped: the
/// node's work never depends on it.
package final class HEPExporter: Sendable {
    package struct Settings: Hashable, Sendable {
        package var collector: SocketEndpoint
        package var captureID: UInt32
        /// Bodies and credentials as they are; else they are overwritten.
        package var showsSecrets: Bool

        package init(collector: SocketEndpoint, captureID: UInt32, showsSecrets: Bool) {
            self.collector = collector
            self.captureID = captureID
            self.showsSecrets = showsSecrets
        }
    }

    private struct Batch {
        var log: TraceLog
        var clock: Now
    }

    /// Logs that wait at most; the oldest goes first.
    private static let mostWaiting = 32

    package let settings: Settings
    private let batches: AsyncStream<Batch>.Continuation

    package init(_ settings: Settings) {
        self.settings = settings
        let (stream, batches) = AsyncStream.makeStream(
            of: Batch.self, bufferingPolicy: .bufferingNewest(Self.mostWaiting))
        self.batches = batches
        Task { await Self.send(stream, settings) }
    }

    /// From any thread; takes no time.
    ///
    /// - Parameter clock: both clocks, read together when the log was taken from the engine.
    package func take(_ log: TraceLog, at clock: Now) {
        batches.yield(Batch(log: log, clock: clock))
    }

    /// Sends what it has and ends.
    package func close() { batches.finish() }

    // MARK: - On the task

    private static func send(_ batches: AsyncStream<Batch>, _ settings: Settings) async {
        var calendar = Calendar()
        for await batch in batches {
            calendar.set(by: batch.clock)
            guard let socket = HEPSocket(to: settings.collector) else { continue }
            for record in batch.log.records {
                guard let packet = packet(record, calendar, settings) else { continue }
                let octets = packet.octets
                if !socket.send(octets) {
                    // The system's buffer is emptied in far less; once is enough.
                    try? await Task.sleep(for: .milliseconds(2))
                    _ = socket.send(octets)
                }
            }
        }
    }

    private static func packet(
        _ record: TraceRecord, _ calendar: Calendar, _ settings: Settings
    ) -> HEPPacket? {
        let bytes: TracedBytes
        let isReceived: Bool
        switch record.body {
        case .received(let message): (bytes, isReceived) = (message, true)
        case .sent(let message): (bytes, isReceived) = (message, false)
        case .decision: return nil
        }
        let flow = bytes.flow
        return HEPPacket(
            source: isReceived ? flow.remote : flow.local,
            destination: isReceived ? flow.local : flow.remote, isTCP: flow.transport == .tcp,
            at: calendar.microseconds(record.at), captureID: settings.captureID,
            correlationID: CallIDScan.callID(in: bytes.octets).map { Array($0) },
            payload: settings.showsSecrets ? bytes.octets : Redaction.redact(bytes.octets))
    }

    /// The calendar's time of an instant, without the jitter of reading two clocks.
    private struct Calendar {
        /// - Units: microseconds.
        private var offset: Int64?

        mutating func set(by clock: Now) {
            let read = clock.wall.milliseconds * 1000 - clock.instant.nanoseconds / 1000
            // A clock that was set anew is followed.
            if let offset, abs(offset - read) < 100_000 { return }
            offset = read
        }

        func microseconds(_ instant: Instant) -> Int64 {
            instant.nanoseconds / 1000 + (offset ?? 0)
        }
    }
}
