package import Determinism
import Foundation
import Synchronization

/// Writes a record of every call, on a thread of its own and in order.
///
/// Handing an event over costs the event loop a lock and an append; the requests are read, the calls
/// put together and the lines written elsewhere.
package final class CallRecorder: Sendable {
    package struct Settings: Hashable, Sendable {
        /// Absolute path.
        package var directory: String
        /// None twice.
        package var formats: [CallRecord.Format]
        /// Octets of one file.
        package var largestFile: Int
        /// Calls that are followed from their answer to their end.
        package var mostCalls: Int

        package init(
            directory: String, formats: [CallRecord.Format] = [.json],
            largestFile: Int = 100 << 20, mostCalls: Int = 100_000
        ) {
            self.directory = directory
            self.formats = formats
            self.largestFile = largestFile
            self.mostCalls = mostCalls
        }
    }

    /// How it fares.
    package struct Figures: Hashable, Sendable {
        package var written: UInt64 = 0
        /// Lost: for want of room in memory while the disk took nothing.
        package var dropped: UInt64 = 0
        /// Calls that are up now.
        package var up = 0
        package var isFailing = false
        fileprivate var lostOnDisk: UInt64 = 0

        package init() {}
    }

    private struct Desk {
        var events: [CallEvent] = []
        var inSetup: [CallEvent]?
        var figures = Figures()
    }

    private let settings: Settings
    private let clock: @Sendable () -> WallTime
    private let complain: @Sendable (String) -> Void
    private let desk = Mutex(Desk())
    private let bell = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    private static let mostEvents = 200_000

    /// Makes the directory where it is missing, and tries it.
    ///
    /// - Parameter complain: told in one line when writing begins to fail, once a minute while it
    ///   does, and when it goes again.
    /// - Throws: `CallRecordFailure`.
    package init(
        _ settings: Settings, clock: @escaping @Sendable () -> WallTime,
        complain: @escaping @Sendable (String) -> Void
    ) throws(CallRecordFailure) {
        self.settings = settings
        self.clock = clock
        self.complain = complain
        do {
            try FileManager.default.createDirectory(
                atPath: settings.directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o750])
        } catch {
            throw CallRecordFailure(
                path: settings.directory, errno: Self.errorNumber(of: error))
        }
        guard access(settings.directory, W_OK | X_OK) == 0 else {
            throw CallRecordFailure(path: settings.directory, errno: errno)
        }
        let thread = Thread { [self] in run() }
        thread.name = "call-records"
        thread.start()
    }

    private static func errorNumber(of error: any Error) -> Int32 {
        let error = error as NSError
        let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        return inner.domain == NSPOSIXErrorDomain ? Int32(inner.code) : ENOTDIR
    }

    /// From the event loop.
    package func take(_ event: CallEvent) {
        let isFirst = desk.withLock { desk in
            guard desk.events.count < Self.mostEvents, desk.inSetup == nil else {
                desk.figures.dropped += 1
                return false
            }
            desk.events.append(event)
            return desk.events.count == 1
        }
        if isFirst { bell.signal() }
    }

    /// Writes what is left: the calls that are up, and those without a final answer.
    ///
    /// - Parameter inSetup: their INVITEs. Events that come later are dropped.
    package func close(inSetup: [CallEvent]) {
        let isFirst = desk.withLock { desk in
            defer { if desk.inSetup == nil { desk.inSetup = inSetup } }
            return desk.inSetup == nil
        }
        guard isFirst else { return }
        bell.signal()
        finished.wait()
    }

    package var figures: Figures { desk.withLock { $0.figures } }

    // MARK: - On its thread

    private func run() {
        var ledger = CallLedger(limit: settings.mostCalls)
        var writer = CallRecordFiles(settings, complain: complain)
        while true {
            if writer.isBehind {
                _ = bell.wait(timeout: .now() + .seconds(1))
            } else {
                bell.wait()
            }
            let (events, inSetup) = desk.withLock { desk in
                defer { desk.events = [] }
                return (desk.events, desk.inSetup)
            }
            var records: [CallRecord] = []
            for event in events { records += ledger.take(event) }
            if let inSetup {
                records += ledger.closeAll(at: clock())
                records += inSetup.compactMap { ledger.abandon($0) }
            }
            let isLast = inSetup != nil
            writer.write(records, at: clock())
            let (written, lost, failing) = (writer.written, writer.dropped, writer.isBehind)
            let up = ledger.count
            desk.withLock { desk in
                desk.figures.dropped += lost - desk.figures.lostOnDisk
                desk.figures.lostOnDisk = lost
                desk.figures.written = written
                desk.figures.up = up
                desk.figures.isFailing = failing
            }
            guard !isLast else { break }
            // Calls that end together are written together.
            Thread.sleep(forTimeInterval: 0.02)
        }
        writer.close()
        finished.signal()
    }
}
