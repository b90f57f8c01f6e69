import Determinism
import Foundation

/// The files of all formats, and what is said when the disk takes nothing.
struct CallRecordFiles {
    private var files: [CallRecordFile]
    private let complain: @Sendable (String) -> Void
    private(set) var written: UInt64 = 0
    /// When the last complaint was made; nil while all goes well.
    private var complainedAt: WallTime?

    init(_ settings: CallRecorder.Settings, complain: @escaping @Sendable (String) -> Void) {
        files = settings.formats.map {
            CallRecordFile(
                directory: settings.directory, format: $0, largest: settings.largestFile)
        }
        self.complain = complain
    }

    var isBehind: Bool { files.contains(where: \.isBehind) }
    /// Lines that no file has or will have.
    var dropped: UInt64 { files.reduce(0) { $0 + $1.dropped } }

    mutating func write(_ records: [CallRecord], at now: WallTime) {
        written += UInt64(records.count)
        var failure: CallRecordFailure?
        for place in files.indices {
            for record in records { files[place].append(record, at: now) }
            do throws(CallRecordFailure) {
                try files[place].flush()
            } catch {
                failure = error
            }
        }
        report(failure, at: now)
    }

    private mutating func report(_ failure: CallRecordFailure?, at now: WallTime) {
        guard let failure else {
            if complainedAt != nil { complain("call records are written again; lost: \(dropped)") }
            complainedAt = nil
            return
        }
        if let last = complainedAt, now.milliseconds - last.milliseconds < 60_000 { return }
        complainedAt = now
        complain("\(failure); \(failure.remedy)")
    }

    mutating func close() {
        if isBehind { complain("call records are lost: the disk did not take them until the end") }
        for place in files.indices { files[place].close() }
    }
}
