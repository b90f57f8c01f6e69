/// One input of a form with its label, hint and complaint; the template is `field`.
struct FormField: Sendable {
    enum Kind: String, Sendable {
        case text, email, password
    }

    let id: String
    let name: String
    let label: String
    let hint: String?
    let error: String?
    let type: String
    /// What was typed before; never that of a password.
    let value: String?
    let autocomplete: String?
    let inputMode: String?
    let isRequired: Bool
    let isShort: Bool
    let isSecret: Bool
    /// The elements that tell more of it, by their `id`.
    let describedBy: String?

    init(
        _ name: String, _ label: String, _ kind: Kind = .text, value: String? = nil,
        hint: String? = nil, error: String? = nil, autocomplete: String? = nil,
        inputMode: String? = nil, isRequired: Bool = true, isShort: Bool = false
    ) {
        id = name
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        type = kind.rawValue
        isSecret = kind == .password
        self.value = kind == .password || value?.isEmpty == true ? nil : value
        self.autocomplete = autocomplete
        self.inputMode = inputMode
        self.isRequired = isRequired
        self.isShort = isShort
        let others = (hint == nil ? [] : ["\(name)-hint"]) + (error == nil ? [] : ["\(name)-error"])
        describedBy = others.isEmpty ? nil : others.joined(separator: " ")
    }
}
