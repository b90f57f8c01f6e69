import Determinism
import Foundation

/// The files of one format: appended to in order, a new one each day and when one is full.
///
/// What the disk does not take now waits, within a bound, and is tried again.
struct CallRecordFile {
    let directory: String
    let format: CallRecord.Format
    /// Octets a file may have.
    let largest: Int

    private var descriptor: Int32 = -1
    private var day = ""
    private var part = 1
    private var size = 0
    /// Whole lines for the open file.
    private var chunk: [UInt8] = []
    /// How much of the chunk stands in the file already.
    private var chunkWritten = 0
    private var chunkBeginsFile = false
    /// For whichever file is its turn, with the day of each.
    private var waiting: [(day: String, line: String)] = []
    private var waitingSize = 0
    /// Records that found no room, since the start.
    private(set) var dropped: UInt64 = 0

    init(directory: String, format: CallRecord.Format, largest: Int) {
        self.directory = directory
        self.format = format
        self.largest = largest
    }

    /// Octets that may wait for the disk.
    static let mostWaiting = 8 << 20

    var isBehind: Bool { !waiting.isEmpty || !chunk.isEmpty }

    mutating func append(_ record: CallRecord, at now: WallTime) {
        let line = record.line(as: format)
        guard waitingSize + line.utf8.count <= Self.mostWaiting else {
            dropped += 1
            return
        }
        waiting.append((Decimals.day(now), line))
        waitingSize += line.utf8.count
    }

    /// Writes what waits, in order.
    ///
    /// - Throws: `CallRecordFailure`; what was not written still waits.
    mutating func flush() throws(CallRecordFailure) {
        var done = 0
        defer {
            waitingSize -= waiting[..<done].reduce(0) { $0 + $1.line.utf8.count }
            waiting.removeFirst(done)
        }
        if descriptor < 0, !chunk.isEmpty { try reopen() }
        for (day, line) in waiting {
            let length = line.utf8.count
            if descriptor < 0 || day != self.day || isFull(for: length) {
                try writeChunk()
                try open(for: day)
            }
            chunk.append(contentsOf: line.utf8)
            size += length
            done += 1
            if chunk.count >= 1 << 16 { try writeChunk() }
        }
        try writeChunk()
    }

    /// Makes what was written outlast a power cut, and lets go of the file.
    mutating func close() {
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Foundation.close(descriptor)
        descriptor = -1
    }

    /// A single record may be longer than a file is to be.
    private func isFull(for length: Int) -> Bool {
        size + length > largest && size > format.heading.utf8.count
    }

    /// A file that takes nothing is let go of: it may be one that somebody deleted to make room.
    private mutating func writeChunk() throws(CallRecordFailure) {
        while chunkWritten < chunk.count {
            let written = chunk.withUnsafeBytes { octets in
                write(descriptor, octets.baseAddress! + chunkWritten, octets.count - chunkWritten)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                let failure = CallRecordFailure(path: path, errno: errno)
                close()
                throw failure
            }
            chunkWritten += written
        }
        chunk.removeAll(keepingCapacity: true)
        chunkWritten = 0
        chunkBeginsFile = false
    }

    // MARK: - Files

    private var path: String { path(part) }

    private func path(_ part: Int) -> String {
        let number = part == 1 ? "" : ".\(part)"
        return "\(directory)/calls-\(day)\(number).\(format.fileSuffix)"
    }

    /// Goes on with the day's last file, or begins its next one where that is full.
    private mutating func open(for day: String) throws(CallRecordFailure) {
        let isNext = descriptor >= 0 && day == self.day
        close()
        if day != self.day {
            self.day = day
            part = 1
            while access(path(part + 1), F_OK) == 0 { part += 1 }
        }
        if isNext { part += 1 }
        try openPart()
        while size >= largest {
            close()
            part += 1
            try openPart()
        }
        begin()
    }

    private mutating func openPart() throws(CallRecordFailure) {
        descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw CallRecordFailure(path: path, errno: errno) }
        size = max(Int(lseek(descriptor, 0, SEEK_END)), 0)
    }

    /// A new file gets its heading; a line that a power cut left without its end gets one.
    private mutating func begin() {
        if size == 0 {
            chunk = Array(format.heading.utf8)
            chunkBeginsFile = true
        } else {
            var last: UInt8 = 0
            let isRead = pread(descriptor, &last, 1, off_t(size - 1)) == 1
            if isRead, last != UInt8(ascii: "\n") { chunk = [UInt8(ascii: "\n")] }
        }
        size += chunk.count
    }

    /// Goes on after a failure; where the file has gone, with the line that was being written.
    private mutating func reopen() throws(CallRecordFailure) {
        try openPart()
        if size == 0 {
            let lines = chunk[..<chunkWritten].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
            chunk.removeFirst(lines ?? 0)
            if !(chunkBeginsFile && lines == nil) { chunk = Array(format.heading.utf8) + chunk }
            chunkBeginsFile = true
            chunkWritten = 0
        }
        size += chunk.count - chunkWritten
    }
}

/// Why call records cannot be written now.
package struct CallRecordFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package var path: String
    package var errno: Int32

    package var description: String {
        "call records cannot be written to \(path): \(String(cString: strerror(errno)))"
    }

    /// What to do about it.
    package var remedy: String {
        switch errno {
        case ENOSPC, EDQUOT: "make room on that disk; they wait in memory meanwhile"
        case EACCES, EPERM, EROFS: "give the directory to the node's user"
        default: "see that the directory is there and can be written"
        }
    }
}
