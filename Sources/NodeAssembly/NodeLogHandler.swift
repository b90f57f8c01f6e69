import Foundation
package import Logging
package import NodeConfiguration
import Synchronization

/// Where log lines go: standard error, or a file in `log_directory`; one line an event,
/// `name=value` behind it.
package final class NodeLog: Sendable {
    private let descriptor: Int32
    private let threshold: Mutex<Logger.Level>

    /// - Throws: `NodeError` for a directory that cannot be written.
    package init(directory: String?, verbosity: LogVerbosity) throws(NodeError) {
        threshold = Mutex(Self.level(verbosity))
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
        var line = "\(Self.timestamp()) \(Self.name(level)) \(Self.harmless(message))"
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(name)=\(Self.quoted(Self.harmless("\(value)")))"
        }
        line += "\n"
        var bytes = Array(line.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }

    private static func name(_ level: Logger.Level) -> String {
        switch level {
        case .trace: "debug  "
        case .debug: "verbose"
        case .info: "info   "
        case .notice: "status "
        case .warning: "warning"
        case .error, .critical: "error  "
        }
    }

    private static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let milliseconds = String(1000 + now.tv_nsec / 1_000_000).dropFirst()
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)).\(milliseconds)Z"
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
