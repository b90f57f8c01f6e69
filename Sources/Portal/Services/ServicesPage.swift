import Provisioning
import ServiceSettings

/// The services of a line as a form.
struct ServicesPage: Page {
    struct DiversionEntry: Sendable {
        let id: String
        let label: String
        let hint: String
        let isOn: Bool
        let target: FormField
        /// How long to ring, for the one that waits.
        let time: FormField?
    }

    struct ChoiceGroup: Sendable {
        let label: String
        let hint: String
        let choices: [Choice]
    }

    struct Choice: Sendable {
        let id: String
        let name: String
        let value: String
        let label: String
        let isChosen: Bool
    }

    static let template = "services"
    static let section: PageSection? = .lines

    let title: String
    let notice: Notice?
    let number: String
    let path: String
    /// The document's entity tag as it was read; "" for a line that has none yet.
    let tag: String
    /// What other programs set and this page does not show.
    let others: String?
    let diversions: [DiversionEntry]
    let groups: [ChoiceGroup]

    init(_ line: Line, _ form: ServicesForm, tag: String, others: Int, notice: Notice?) {
        let name = LineName(line)
        title = "Services of \(name.number)"
        number = name.number
        path = name.path
        self.tag = tag
        self.notice = notice
        self.others =
            others == 0
            ? nil
            : "\(others) further rule\(others == 1 ? " was" : "s were") set by another program. "
                + "They are kept as they are."
        diversions = DiversionReason.allCases.map { reason in
            let entry = form.diversions[reason] ?? ServicesForm.Entry()
            return DiversionEntry(
                id: reason.fieldName, label: reason.label, hint: reason.hint, isOn: entry.isOn,
                target: FormField(
                    reason.targetName, "Divert to", value: entry.target,
                    error: form.posted.complaint(reason.targetName), autocomplete: "off",
                    isRequired: false),
                time: reason == .noAnswer
                    ? FormField(
                        ServicesForm.secondsName, "Seconds", value: form.seconds,
                        error: form.posted.complaint(ServicesForm.secondsName),
                        autocomplete: "off", inputMode: "numeric", isRequired: false, isShort: true)
                    : nil)
        }
        groups = [
            ChoiceGroup(
                label: "Incoming calls", hint: "A barred call does not ring; its caller is told.",
                choices: Self.choices(
                    "incoming", [.none, .anonymous, .international, .all], form.incoming,
                    \BarredIncomingCalls.label)),
            ChoiceGroup(
                label: "Outgoing calls", hint: "What the phones of this line may call.",
                choices: Self.choices(
                    "outgoing", [.none, .internationalExceptHome, .international, .all],
                    form.outgoing, \BarredOutgoingCalls.label)),
            ChoiceGroup(
                label: "Your number", hint: "What those whom you call get to see.",
                choices: [false, true].map { isHidden in
                    Choice(
                        id: isHidden ? "identity-hidden" : "identity-shown", name: "identity",
                        value: isHidden ? "hidden" : "shown",
                        label: isHidden ? "Hide my number" : "Show my number",
                        isChosen: form.hidesNumber == isHidden)
                }),
        ]
    }

    private static func choices<Calls: BarredCalls>(
        _ name: String, _ all: [Calls], _ chosen: Calls, _ label: KeyPath<Calls, String>
    ) -> [Choice] {
        all.map { calls in
            Choice(
                id: "\(name)-\(calls.rawValue)", name: name, value: calls.rawValue,
                label: calls[keyPath: label], isChosen: calls == chosen)
        }
    }
}
