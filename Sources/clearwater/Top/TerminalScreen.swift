import CallScreens
import Foundation

/// The terminal as a screen: single keys in, whole lines out. As it was before once this is gone.
///
/// Control sequences of ECMA-48 that every terminal since the VT100 knows, and xterm's second
/// screen, which leaves what stood there.
struct TerminalScreen: ~Copyable {
    private let before: termios
    private let isUTF8: Bool
    private var shown: [ScreenLine] = []

    /// - Returns: nil where it cannot be switched.
    init?() {
        guard let before = Self.switchToSingleKeys() else { return nil }
        self.before = before
        isUTF8 = Terminal.isUTF8
        // The second screen, no cursor, nothing goes on in the next line by itself.
        Self.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J")
    }

    deinit {
        Self.write("\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l")
        var before = before
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
    }

    /// - Returns: the settings as they were.
    private static func switchToSingleKeys() -> termios? {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        let before = settings
        cfmakeraw(&settings)
        return tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings) == 0 ? before : nil
    }

    /// 80 by 24 where the terminal does not tell.
    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// - Returns: what was typed; empty where nothing was within the time, nil where the terminal
    ///   is gone.
    func read(within milliseconds: Int32) -> [UInt8]? {
        var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, milliseconds) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
        guard count > 0 else { return count < 0 && errno == EINTR ? [] : nil }
        return Array(buffer[..<count])
    }

    /// Writes the lines that differ from what is there.
    mutating func show(_ lines: [ScreenLine]) {
        let isAll =
            lines.count != shown.count || lines.first?.text.count != shown.first?.text.count
        var text = isAll ? "\u{1B}[0m\u{1B}[2J" : ""
        for (row, line) in lines.enumerated() where isAll || line != shown[row] {
            text += "\u{1B}[\(row + 1);1H"
            for piece in line.pieces {
                text += "\u{1B}[\(Self.code(piece.style))m" + drawn(piece.text)
            }
        }
        shown = lines
        if !text.isEmpty { Self.write(text + "\u{1B}[0m") }
    }

    private func drawn(_ text: String) -> String {
        guard !isUTF8 else { return text }
        return String(text.map { $0.isASCII ? $0 : Self.ascii[$0] ?? "?" })
    }

    private static let ascii: [Character: Character] = [
        "│": "|", "─": "-", "▶": ">", "◀": "<", "→": ">", "←": "<", "↑": "^", "↓": "v", "…": "~",
        "·": "*",
    ]

    /// Parameters of SGR.
    private static func code(_ style: ScreenLine.Style) -> String {
        switch style {
        case .plain: "0"
        case .bar: "0;7"
        case .heading: "0;1"
        case .dim: "0;2"
        case .bad: "0;31"
        case .good: "0;32"
        case .key: "0;36"
        }
    }

    private static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(STDOUT_FILENO, $0.baseAddress!, $0.count)
            }
            guard count > 0 || errno == EINTR || errno == EAGAIN else { return }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
