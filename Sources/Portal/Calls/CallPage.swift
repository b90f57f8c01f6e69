import CallTraces
import Troubleshooting
import WebServing

/// All that is known of one call.
struct CallPage: Page {
    static let template = "operator-call"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .calls

    let title: String
    /// What became of it, and what to do.
    let notice: Notice?
    let path: String
    let kind: String
    let result: String
    let isFailed: Bool
    let isOpen: Bool
    let began: PersonalTime
    let lasted: String
    let source: String
    let trunk: String?
    let callID: String
    let isRedacted: Bool
    let drawing: LadderDrawing
    let steps: [CallStep]
    /// `and 12 more events`.
    let moreEvents: String?
    /// Nil where nothing can be taken along.
    let filesPath: String?
    /// The number in question, for the doctor.
    let doctorPath: String?

    init(_ trace: CallTrace, desks: Portal.Desks) {
        let summary = trace.summary
        title = CallWords.title(of: summary)
        path = CallRow.path(of: summary.id)
        kind = summary.kind == .other ? summary.method : CallWords.name(of: summary.kind)
        result = CallWords.result(of: summary)
        isFailed = summary.isFailed
        isOpen = summary.status == nil && !summary.isFailed
        notice = Self.notice(trace, isOpen: isOpen)
        began = PersonalTime(microseconds: summary.began)
        lasted = String(MessageWords.time(summary.ended, in: trace).dropFirst())
        source = "\(summary.source) over \(summary.transport)"
        trunk = summary.trunk
        callID = summary.callID
        isRedacted = trace.isRedacted
        drawing = LadderDrawing(trace, name: "ladder")
        let events = trace.shownEvents.all
        steps = events.indices.map { CallStep(trace, number: $0) }
        let more = trace.events.count - events.count
        moreEvents = more > 0 ? "and \(OverviewPage.counted(more, "more event"))" : nil
        filesPath = desks.callFiles == nil ? nil : path
        doctorPath =
            desks.doctor == nil || summary.called.isEmpty || summary.kind == .registration
            ? nil : "/operator/doctor?number=\(PercentEncoding.encodedValue(summary.called))"
    }

    private static func notice(_ trace: CallTrace, isOpen: Bool) -> Notice {
        let (sentence, remedy) = (trace.diagnosis.sentence, trace.diagnosis.remedy)
        if trace.summary.isFailed { return .bad(sentence, remedy) }
        return isOpen || remedy != nil ? .note(sentence, remedy) : .good(sentence)
    }
}

/// A message or a decision in the list below the drawing.
struct CallStep: Sendable {
    let time: String
    let message: MessageCard?
    let decision: String?

    init(_ trace: CallTrace, number: Int) {
        switch trace.events[number] {
        case .message(let message):
            let card = MessageCard(message, number: number, in: trace)
            self.message = card
            time = card.words.time
            decision = nil
        case .decision(let traced):
            message = nil
            time = MessageWords.time(traced.at, in: trace)
            decision = traced.sentence
        }
    }
}

/// A message with its octets, and what was changed in it.
struct MessageCard: Sendable {
    static let mostCharacters = 8192

    let words: MessageWords
    let anchor: String
    let at: PersonalTime
    /// `INVITE from voxbone`: to tell one from another.
    let name: String
    let way: String
    let cseq: String
    let text: String
    /// How many characters the page leaves out.
    let left: String?
    let change: ChangeCard?

    init(_ message: TracedMessage, number: Int, in trace: CallTrace) {
        words = MessageWords(message, in: trace)
        anchor = words.anchor(number)
        at = PersonalTime(microseconds: message.at)
        name = "\(words.label) from \(words.sender)"
        way =
            message.isReceived
            ? "\(message.remote) to \(message.local) over \(message.transport)"
            : "\(message.local) to \(message.remote) over \(message.transport)"
        cseq = message.cseq
        let text = String(message.text.prefix(Self.mostCharacters))
        self.text = text
        let more = message.text.count - text.count
        left = more > 0 ? OverviewPage.counted(more, "more character") : nil
        change = message.madeFrom.flatMap { ChangeCard(of: text, madeFrom: $0, in: trace) }
    }
}

/// The difference between what came in and what went out.
struct ChangeCard: Sendable {
    struct Line: Sendable {
        let isAdded: Bool
        let text: String
    }

    /// The message that came in.
    let origin: String
    let originPath: String
    let lines: [Line]
    let isChanged: Bool
    let same: String

    init?(of text: String, madeFrom place: Int, in trace: CallTrace) {
        guard trace.events.indices.contains(place), case .message(let old) = trace.events[place]
        else { return nil }
        let words = MessageWords(old, in: trace)
        origin = "\(words.label) from \(words.sender)"
        originPath = "#\(words.anchor(place))"
        let all = MessageDifference.between(
            String(old.text.prefix(MessageCard.mostCharacters)), and: text)
        lines = all.filter { $0.kind != .same }.map {
            Line(isAdded: $0.kind == .added, text: $0.line)
        }
        isChanged = !lines.isEmpty
        let same = all.count - lines.count
        self.same =
            "\(OverviewPage.counted(same, "line")) passed on as "
            + (same == 1 ? "it was." : "they were.")
    }
}
