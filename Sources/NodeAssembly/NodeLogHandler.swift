import Foundation
package import Logging
package import NodeConfiguration
import Synchronization
import Telemetry

/// Where log lines go: standard error, or a file in `log_directory`; one line an event, with
/// `name=value` behind a sentence, or as a JSON object.
package final class NodeLog: Sendable {
    private let descriptor: Int32
    private let threshold: Mutex<Logger.Level>
    private let format: Mutex<LogFormat>
    private let lost = Atomic<UInt64>(0)

    /// - Throws: `NodeError` for a directory that cannot be written.
    package init(
        directory: String?, verbosity: LogVerbosity, format: LogFormat = .text
    ) throws(NodeError) {
        threshold = Mutex(Self.level(verbosity))
        self.format = Mutex(format)
        guard let directory else {
            descriptor = STDERR_FILENO
            return
        }
        let path = directory + "/clearwater.log"
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else {
            throw NodeError(
                "cannot write the log \(path): \(String(cString: strerror(errno)))",
                remedy:
                    "make the directory and give it to the node's user, or leave log_directory out")
        }
    }

    package var logger: Logger {
        Logger(label: "clearwater") { _ in Handler(log: self) }
    }

    package func set(_ verbosity: LogVerbosity) {
        threshold.withLock { $0 = Self.level(verbosity) }
    }

    package func set(_ format: LogFormat) { self.format.withLock { $0 = format } }

    /// Lines that could not be written whole since the start.
    package var lostLines: UInt64 { lost.load(ordering: .relaxed) }

    private static func level(_ verbosity: LogVerbosity) -> Logger.Level {
        switch verbosity {
        case .error: .error
        case .warning: .warning
        case .status: .notice
        case .info: .info
        case .verbose: .debug
        case .debug: .trace
        }
    }

    private func write(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        let line =
            switch format.withLock({ $0 }) {
            case .text: Self.text(level, message, metadata)
            case .json: Self.json(level, message, metadata)
            }
        var bytes = Array(line.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                lost.add(1, ordering: .relaxed)
                return
            }
            bytes = bytes.dropFirst(written)
        }
    }

    private static func text(
        _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata
    ) -> String {
        let time = Decimals.timestamp(NodeClock.now().wall)
        var line = "\(time) \(padded(level)) \(harmless(message))"
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(name)=\(quoted(harmless("\(value)")))"
        }
        return line + "\n"
    }

    /// Time, level and message under these names; the rest under its own.
    private static func json(
        _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata
    ) -> String {
        var line = JSONLine()
        line.add("time", Decimals.timestamp(NodeClock.now().wall))
        line.add("level", name(level))
        line.add("message", message)
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line.add(name, "\(value)")
        }
        return line.finish()
    }

    private static func padded(_ level: Logger.Level) -> String {
        let name = name(level)
        return name + String(repeating: " ", count: 7 - name.count)
    }

    private static func name(_ level: Logger.Level) -> String {
        switch level {
        case .trace: "debug"
        case .debug: "verbose"
        case .info: "info"
        case .notice: "status"
        case .warning: "warning"
        case .error, .critical: "error"
        }
    }

    /// What a peer wrote can neither break the line nor colour the terminal.
    private static func harmless(_ text: String) -> String {
        var clean = ""
        for scalar in text.unicodeScalars {
            let isControl =
                scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value)
            clean.unicodeScalars.append(isControl ? "?" : scalar)
        }
        return clean
    }

    private static func quoted(_ text: String) -> String {
        guard text.isEmpty || text.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else {
            return text
        }
        return "\"" + text.replacingOccurrences(of: "\"", with: "'") + "\""
    }

    private struct Handler: LogHandler {
        let log: NodeLog
        var metadata: Logger.Metadata = [:]
        /// The node's threshold, whatever a logger is told: what is below it is not even put into
        /// words.
        var logLevel: Logger.Level {
            get { log.threshold.withLock { $0 } }
            set {}
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.write(
                event.level, "\(event.message)", metadata.merging(event.metadata ?? [:]) { $1 })
        }
    }
}
