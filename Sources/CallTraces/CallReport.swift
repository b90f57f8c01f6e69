package import Troubleshooting

/// A call for somebody who reads it in a terminal or in a mail.
package struct CallReport {
    private let trace: CallTrace
    private let ladder: CallLadder
    private let pen: CallLadder.Pen

    package init(_ trace: CallTrace, width: Int = 80, pen: CallLadder.Pen = .boxes) {
        self.trace = trace
        self.pen = pen
        ladder = CallLadder(trace, width: width, pen: pen)
    }

    /// What it is, what became of it and its ladder.
    package var text: String {
        let call = trace.summary
        var lines = [
            "\(Self.noun(call.kind)) \(call.id)  "
                + "\(Clock.date(call.began)) \(Clock.text(call.began))Z",
            call.method.isEmpty
                ? "from \(call.source) over \(call.transport)"
                : "\(call.method) from \(Self.shown(call.caller)) to \(Self.shown(call.called)), "
                    + "Call-ID \(call.callID)",
            "",
        ]
        lines += trace.diagnosis.sentence.wrapped(at: ladder.width)
        if let remedy = trace.diagnosis.remedy {
            let words = remedy.wrapped(at: ladder.width - 3)
            lines += words.enumerated().map { ($0 == 0 ? "\(pen.arrow) " : "  ") + $1 }
        }
        return lines.joined(separator: "\n") + "\n\n" + ladder.text
    }

    /// The same, and every message with what this node changed of it.
    package var fullText: String {
        var text = self.text
        for (place, event) in trace.events.enumerated() {
            guard case .message(let message) = event else { continue }
            text += "\n\n" + heading(message, place)
            if message.isRetransmission { continue }
            text += "\n" + indented(message.text)
            if let origin = message.madeFrom, case .message(let before) = trace.events[origin] {
                text += "\n" + changes(from: before, to: message)
            }
        }
        if trace.isRedacted {
            text += "\n\nBodies and credentials are overwritten with x; --bodies shows them."
        }
        return text
    }

    private func heading(_ message: TracedMessage, _ place: Int) -> String {
        let way = "\(message.isReceived ? message.remote : message.local) \(pen.arrow) "
            + (message.isReceived ? message.local : message.remote)
        return "\(Clock.text(message.at))  \(way)  \(message.transport)  \(message.label)"
            + (message.isRetransmission ? " (the same again)" : "")
    }

    private func indented(_ text: String) -> String {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        while lines.last == "" { lines.removeLast() }
        return lines.map { "    \($0)".withoutTrailingBlanks }.joined(separator: "\n")
    }

    private func changes(from before: TracedMessage, to after: TracedMessage) -> String {
        let changed = MessageDifference.between(before.text, and: after.text).filter {
            $0.kind != .same
        }
        guard !changed.isEmpty else { return "  passed on unchanged" }
        return "  what this node changed:\n"
            + changed.map { "  \($0.kind == .added ? "+" : "-") \($0.line)" }
            .joined(separator: "\n")
    }

    private static func shown(_ user: String) -> String { user.isEmpty ? "(nobody)" : user }

    package static func noun(_ kind: CallSummary.Kind) -> String {
        switch kind {
        case .call: "Call"
        case .message: "Message"
        case .registration: "Registration"
        case .other: "Request"
        }
    }
}
