/// The messages of one run, from the file that SIPp writes with `-trace_msg`.
struct SIPpTrace {
    private(set) var sent: [Substring] = []
    private(set) var received: [Substring] = []

    /// Reads the whole file. An entry has a line of dashes, a line with direction and size, and a
    /// blank line before its message, and a line end behind it.
    init(_ text: String) {
        for entry in text.components(after: "-----------------------------------------------") {
            let parts = entry.split(
                separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            if parts[0].contains("message sent") {
                sent.append(parts[1])
            } else if parts[0].contains("message received [") {
                received.append(parts[1])
            }
        }
    }

    /// The first message sent whose start line begins so.
    func firstSent(_ start: String) -> Substring? { sent.first { $0.hasPrefix(start) } }

    /// The first message received whose start line begins so.
    func firstReceived(_ start: String) -> Substring? { received.first { $0.hasPrefix(start) } }
}

extension Substring {
    /// The header lines whose names `isWanted`, in their order, byte for byte.
    func headerLines(where isWanted: (Substring) -> Bool) -> [Substring] {
        let head = split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)[0]
        return head.split(separator: "\r\n").dropFirst().filter {
            isWanted($0.prefix { $0 != ":" })
        }
    }

    /// What follows the blank line.
    var body: Substring {
        let parts = split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? parts[1] : ""
    }
}

extension String {
    fileprivate func components(after separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: true)
    }
}
