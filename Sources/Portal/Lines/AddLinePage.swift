import Provisioning

/// How many numbers of each kind are free.
struct FreeNumbers: Sendable {
    let inside: Int
    let pstn: Int

    init(_ ranges: [NumberRange]) {
        func free(_ isPSTN: Bool) -> Int {
            ranges.filter { $0.isPSTN == isPSTN }.map { $0.count - $0.used }.reduce(0, +)
        }
        inside = free(false)
        pstn = free(true)
    }

    static func words(_ count: Int) -> String {
        count == 0 ? "None is free at the moment." : "\(count) \(count == 1 ? "is" : "are") free."
    }
}

/// The form for a new line.
struct AddLinePage: Page {
    struct Choice: Sendable {
        let id: String
        let value: String
        let label: String
        let hint: String
        let isChosen: Bool
    }

    static let template = "line-add"
    static let section: PageSection? = .lines

    let title = "Add a line"
    let notice: Notice?
    let choices: [Choice]
    /// Only for who may choose.
    let given: FormField?
    let isListed: Bool

    init(_ form: PostedForm, _ pool: FreeNumbers, _ account: Account, notice: Notice?) {
        self.notice = notice
        isListed = form.has("listed")
        let first = pool.inside > 0 || pool.pstn == 0 ? "inside" : "pstn"
        let chosen = form["kind"].isEmpty ? first : form["kind"]
        var choices = [
            Choice(
                id: "kind-inside", value: "inside", label: "Any free number",
                hint: "Reached by other lines here and at its SIP address. "
                    + FreeNumbers.words(pool.inside), isChosen: chosen == "inside"),
            Choice(
                id: "kind-pstn", value: "pstn", label: "A number of the telephone network",
                hint: "Reached by anybody with a telephone. " + FreeNumbers.words(pool.pstn),
                isChosen: chosen == "pstn"),
        ]
        if account.isAdministrator {
            choices.append(
                Choice(
                    id: "kind-given", value: "given", label: "A number or name of your choice",
                    hint: "Write it below. You may, as the operator.", isChosen: chosen == "given"))
        }
        self.choices = choices
        given =
            account.isAdministrator
            ? FormField(
                "given", "Number or name", value: form["given"],
                hint: "Digits such as +15551234567, or a name such as reception.",
                error: form.complaint("given"), autocomplete: "off", isRequired: false) : nil
    }

    /// - Returns: nil where a choice of one's own was not written.
    static func number(_ form: PostedForm, _ account: Account, domain: String) -> NewLine.Number? {
        switch (form["kind"], account.isAdministrator) {
        case ("pstn", _): return .fromPool(isPSTN: true)
        case ("given", true):
            let user = form["given"]
            let name = user.hasPrefix("sip:") ? String(user.dropFirst(4)) : user
            guard !name.isEmpty else { return nil }
            return .given(name.contains("@") ? "sip:\(name)" : "sip:\(name)@\(domain)")
        case _: return .fromPool(isPSTN: false)
        }
    }
}
