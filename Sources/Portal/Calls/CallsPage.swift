import Hummingbird
import Provisioning
import Troubleshooting
import WebServing

/// The calls and messages that the node remembers, and those that come while one looks.
struct CallsPage: Page {
    struct Choice: Sendable {
        let value: String
        let name: String
        let isChosen: Bool
    }

    static let template = "operator-calls"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .calls

    let title = "Calls"
    let notice: Notice?
    let number: FormField
    let source: FormField
    let kinds: [Choice]
    let failedOnly: Bool
    let isFiltered: Bool
    let rows: [CallRow]
    let hasRows: Bool
    let most = CallFilterForm.most
    /// Where the script hears of changes; nil while the form has a mistake.
    let eventsPath: String?

    init(_ form: CallFilterForm, _ found: [CallSummary], notice: Notice?) {
        self.notice = notice
        number = FormField(
            "number", "Number", value: form.posted["number"],
            hint: "Its last digits will do.", error: form.posted.complaint("number"),
            autocomplete: "off", inputMode: "tel", isRequired: false)
        source = FormField(
            "source", "Source", value: form.posted["source"],
            hint: "An address or a network.",
            error: form.posted.complaint("source"), autocomplete: "off", isRequired: false)
        kinds =
            [Choice(value: "", name: "All kinds", isChosen: form.kind == nil)]
            + CallSummary.Kind.allCases.map {
                Choice(
                    value: $0.rawValue, name: CallWords.name(of: $0) + ($0 == .other ? "" : "s"),
                    isChosen: form.kind == $0)
            }
        failedOnly = form.filter.failedOnly
        isFiltered = !form.query.isEmpty
        rows = found.map(CallRow.init)
        hasRows = !rows.isEmpty
        eventsPath =
            form.posted.complaints.isEmpty
            ? "/operator/calls/events" + (form.query.isEmpty ? "" : "?\(form.query)") : nil
    }
}

/// What the list is narrowed down to, as the address says.
struct CallFilterForm: Sendable {
    static let most = 100

    private(set) var posted: PostedForm
    let kind: CallSummary.Kind?
    let filter: CallFilter
    /// The same, to be put into another address; empty for no filter.
    let query: String

    init(_ visit: Visit) throws {
        posted = PostedForm(try visit.request.queryFields())
        kind = CallSummary.Kind(rawValue: posted["kind"])
        let number = posted["number"].filter { !" -.()/".contains($0) }
        let digits = number.hasPrefix("+") ? String(number.dropFirst()) : number
        let source = posted["source"]
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if !number.isEmpty, !isNumber {
            posted.complain("number", "Write digits, such as 6505550000 or the last four of them.")
        }
        if !source.isEmpty, !source.utf8.allSatisfy({ Self.isAddressOctet($0) }) {
            posted.complain("source", "Write an address such as 192.0.2.7 or 2001:db8::7.")
        }
        filter = CallFilter(
            failedOnly: posted.has("failed"), number: digits.isEmpty ? nil : digits,
            source: source.isEmpty ? nil : source,
            kinds: kind.map { [$0] } ?? Set(CallSummary.Kind.allCases), limit: Self.most)
        let parts = [
            ("failed", filter.failedOnly ? "yes" : ""), ("number", digits), ("source", source),
            ("kind", kind?.rawValue ?? ""),
        ]
        query = parts.filter { !$0.1.isEmpty }.map {
            "\($0.0)=\(PercentEncoding.encodedValue($0.1))"
        }.joined(separator: "&")
    }

    /// Digits, letters of hexadecimal digits, and what stands between them.
    private static func isAddressOctet(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66, UInt8(ascii: "."), UInt8(ascii: ":"),
            UInt8(ascii: "/"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        case _: false
        }
    }
}

extension Portal {
    func addCalls(to routes: PageRoutes) {
        guard let calls = desks.calls else { return }
        routes.operatorPage("/operator/calls") { visit, _ in
            let form = try CallFilterForm(visit)
            guard form.posted.complaints.isEmpty else {
                return visit.show(
                    CallsPage(form, [], notice: nil), status: .unprocessableContent)
            }
            let found = try await calls.calls(form.filter)
            return visit.show(CallsPage(form, found, notice: visit.done))
        }
        routes.operatorPage("/operator/calls/events") { visit, _ in
            let form = try CallFilterForm(visit)
            guard form.posted.complaints.isEmpty else {
                throw WebError(.badRequest, form.posted.complaints[0].message)
            }
            return visit.follow(calls, form.filter)
        }
    }
}
