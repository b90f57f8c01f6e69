import Provisioning
import Troubleshooting
import WebServing

/// The form of a trunk test.
struct TrunkTestPage: Page {
    struct Choice: Sendable {
        let id: String
        let value: String
        let name: String
        let isChosen: Bool
    }

    static let template = "operator-trunk-test"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .trunkTest

    let title = "Trunk test"
    let notice: Notice?
    let trunks: [Choice]
    let hasTrunks: Bool
    let trunkError: String?
    let number: FormField
    let plays: [Choice]
    let sms: FormField
    let caller: FormField
    let isUntrusted: Bool
    let usesBuiltInPhone: Bool
    let overTCP: Bool
    let manners: [Choice]

    init(
        _ form: TrunkTestForm, trunks cards: [TrunkCard], presets: [TrunkPresetCard],
        notice: Notice? = nil
    ) {
        let posted = form.posted
        let own = cards.map(\.name)
        let published = presets.filter { !own.contains($0.name) }
        trunks =
            own.map { Choice(id: $0, value: $0, name: $0, isChosen: posted["trunk"] == $0) }
            + published.map {
                Choice(
                    id: $0.name, value: $0.name, name: "\($0.provider), as published",
                    isChosen: posted["trunk"] == $0.name)
            }
        hasTrunks = !trunks.isEmpty
        trunkError = posted.complaint("trunk")
        number = FormField(
            "number", "Number", value: posted["number"],
            hint: "The line that is called; its phone rings.",
            error: posted.complaint("number"), autocomplete: "off", inputMode: "tel")
        plays = TrunkTestForm.Play.allCases.map {
            Choice(
                id: "play-\($0.rawValue)", value: $0.rawValue, name: $0.name,
                isChosen: form.play == $0)
        }
        sms = FormField(
            "sms", "Text of the SMS", value: posted.has("sms") ? posted["sms"] : "Hello",
            error: posted.complaint("sms"), autocomplete: "off", isRequired: false)
        caller = FormField(
            "caller", "Caller", value: posted["caller"],
            hint: "Leave it empty for a number as this provider writes it.",
            error: posted.complaint("caller"), autocomplete: "off", inputMode: "tel",
            isRequired: false)
        isUntrusted = posted.has("untrusted")
        usesBuiltInPhone = posted.has("builtin")
        overTCP = posted.has("tcp")
        manners = TrunkTestOrder.Manner.allCases.map {
            Choice(
                id: $0.rawValue, value: $0.rawValue, name: TrunkTestForm.name(of: $0),
                isChosen: form.manner == $0)
        }
        self.notice = notice
    }
}

/// What is to be played, as the form has it.
struct TrunkTestForm: Sendable {
    enum Play: String, CaseIterable, Sendable {
        case call
        case sms
        case both

        var name: String {
            switch self {
            case .call: "A call"
            case .sms: "An SMS"
            case .both: "A call and an SMS"
            }
        }
    }

    private(set) var posted: PostedForm
    let play: Play
    let manner: TrunkTestOrder.Manner

    init(_ posted: PostedForm) {
        self.posted = posted
        play = Play(rawValue: posted["play"]) ?? .call
        manner = TrunkTestOrder.Manner(rawValue: posted["manner"]) ?? .answered
    }

    /// - Returns: nil where something is missing; the form has the complaints then.
    mutating func order() -> TrunkTestOrder? {
        if posted["trunk"].isEmpty { posted.complain("trunk", "Choose whose calls are played.") }
        if posted["number"].isEmpty {
            posted.complain("number", "Write the number that is called, such as 6505550000.")
        }
        if play != .call, posted["sms"].isEmpty {
            posted.complain("sms", "Write the text that is sent.")
        }
        guard posted.complaints.isEmpty else { return nil }
        return TrunkTestOrder(
            trunk: posted["trunk"], number: posted["number"], playsCall: play != .sms,
            sms: play == .call ? nil : posted["sms"],
            caller: posted["caller"].isEmpty ? nil : posted["caller"],
            isUntrusted: posted.has("untrusted"), manner: manner,
            usesBuiltInPhone: posted.has("builtin") || manner.isOfFarEnd,
            overTCP: posted.has("tcp"))
    }

    static func name(of manner: TrunkTestOrder.Manner) -> String {
        switch manner {
        case .answered: "Answered, and ended by the caller"
        case .busy: "The called side is busy"
        case .silent: "Nobody answers"
        case .slow: "Everything is slow"
        case .earlyMedia: "Sound before the answer"
        case .reinvite: "Changed while it is up"
        case .cancelled: "The caller gives up"
        }
    }
}
