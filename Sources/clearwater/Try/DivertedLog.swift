import Foundation

/// Keeps what the node logs to standard error in a file while the report is being made.
struct DivertedLog: Sendable {
    private let file: String
    private let terminal: Int32

    init(file: String) {
        self.file = file
        terminal = dup(STDERR_FILENO)
    }

    func divert() {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        dup2(descriptor, STDERR_FILENO)
        close(descriptor)
    }

    /// From here on the log is on the terminal again.
    func restore() { dup2(terminal, STDERR_FILENO) }

    /// Puts on the terminal what was kept.
    func show() {
        restore()
        guard let kept = FileManager.default.contents(atPath: file) else { return }
        mention(String(decoding: kept, as: UTF8.self))
    }
}
