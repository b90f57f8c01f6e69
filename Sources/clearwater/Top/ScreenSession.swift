import CallScreens
import Foundation
import Synchronization
import Troubleshooting

/// Plays the screens in the terminal until the person or a signal ends it.
struct ScreenSession {
    /// Set by signals; a session is there once in a process.
    private static let hasToEnd = Atomic<Bool>(false)
    /// How long an ESC waits for the rest of a sequence, and news for being shown.
    /// - Units: milliseconds.
    private static let patience: Int32 = 100

    private let feed: CallFeed

    init(_ feed: CallFeed) { self.feed = feed }

    /// - Returns: nil where all went well; else why it ended.
    func run(beginningWith calls: [CallSummary]) throws -> String? {
        Self.watchSignals()
        guard var terminal = TerminalScreen() else {
            return "the terminal cannot be switched to single keys; see: stty -a"
        }
        let size = terminal.size
        var screens = CallScreens(columns: size.columns, rows: size.rows)
        screens.update(calls)
        feed.start()
        defer { feed.stop() }
        var keys = KeyReader()
        while !Self.hasToEnd.load(ordering: .relaxed) {
            let size = terminal.size
            if size != (screens.columns, screens.rows) {
                screens.resize(columns: size.columns, rows: size.rows)
            }
            for news in feed.takeNews() { screens.take(news) }
            terminal.show(screens.lines)
            guard let octets = terminal.read(within: Self.patience) else { break }
            for key in octets.isEmpty ? keys.pause() : keys.take(octets) {
                switch screens.press(key) {
                case nil: break
                case .quit: return nil
                case .open(let id): feed.open(id)
                case .save(let id, let file): feed.save(id, as: file)
                }
            }
            feed.watch(openCall: screens.openCall, isPaused: screens.isPaused)
        }
        return nil
    }

    private static func watchSignals() {
        var watched = sigset_t()
        sigemptyset(&watched)
        for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {
            Foundation.signal(signal) { _ in
                ScreenSession.hasToEnd.store(true, ordering: .relaxed)
            }
            sigaddset(&watched, signal)
        }
        // Whoever started this process may have left them blocked.
        pthread_sigmask(SIG_UNBLOCK, &watched, nil)
    }
}

extension CallScreens {
    fileprivate mutating func take(_ news: CallFeed.News) {
        switch news {
        case .calls(let calls): update(calls)
        case .opened(let call): show(call)
        case .call(let call): update(call)
        case .notice(let text): tell(text)
        }
    }
}
