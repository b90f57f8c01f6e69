import DecisionTrace
import Determinism
import Synchronization
import TraceExport

/// Where the trace is tapped for a collector, while there is one.
final class HomerTap: Sendable {
    private let exporter = Mutex<HEPExporter?>(nil)

    /// The exporter that is at work; nil where nothing is sent.
    var current: HEPExporter? { exporter.withLock { $0 } }

    func take(_ log: TraceLog, at clock: Now) { current?.take(log, at: clock) }

    /// Sends to another collector from now on, or to none.
    func replace(by settings: HEPExporter.Settings?) {
        let old = exporter.withLock { exporter in
            let old = exporter
            exporter = settings.map { HEPExporter($0) }
            return old
        }
        old?.close()
    }
}
