import Provisioning

/// What a form sent, after its token was found right, and what is wrong with it.
struct PostedForm: Sendable {
    private let fields: [String: String]
    private(set) var complaints: [FieldComplaint] = []

    init(_ fields: [String: String] = [:]) { self.fields = fields }

    /// What was typed, without spaces around it; "" for a field that was not sent.
    subscript(name: String) -> String {
        let text = fields[name] ?? ""
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.endIndex
        return start < end ? String(text[start..<end]) : ""
    }

    /// As it was typed, spaces and all: passwords.
    func exactly(_ name: String) -> String { fields[name] ?? "" }

    func has(_ name: String) -> Bool { fields[name] != nil }

    mutating func complain(_ field: String, _ message: String) {
        complaints.append(FieldComplaint(field: field, message: message))
    }

    mutating func complain(_ more: [FieldComplaint]) { complaints += more }

    /// The first thing that is wrong with a field.
    func complaint(_ field: String) -> String? {
        complaints.first { $0.field == field }?.message
    }
}
