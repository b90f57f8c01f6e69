import CallTraces
import Foundation

/// What the person's terminal can show.
enum Terminal {
    /// - Units: characters; 80 where the output goes elsewhere.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 80
        }
        return Int(size.ws_col)
    }

    /// Lines are drawn with box characters where the locale says that it knows UTF-8, or says
    /// nothing at all.
    static var pen: CallLadder.Pen { isUTF8 ? .boxes : .ascii }

    static var isUTF8: Bool {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        guard let locale else { return true }
        let name = locale.uppercased()
        return name.contains("UTF-8") || name.contains("UTF8")
    }
}
