import Hummingbird
import Provisioning
import WebServing

/// The number pool.
struct NumbersPage: Page {
    struct Range: Sendable {
        let span: String
        /// `20 numbers`.
        let size: String
        let kind: String
        let isPSTN: Bool
        let used: String
        let free: String
        /// Where its free numbers are taken out; nil where it has none.
        let removePath: String?
    }

    static let template = "operator-numbers"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .numbers
    /// As many as a page of 100 kB holds.
    static let mostRanges = 150

    let title = "Numbers"
    let notice: Notice?
    let summary: String
    let ranges: [Range]
    let hasRanges: Bool
    let moreRanges: String?
    let first: FormField
    let count: FormField
    let isPSTN: Bool

    init(_ all: [NumberRange], _ form: PostedForm, notice: Notice?) {
        self.notice = notice
        let free = all.map { $0.count - $0.used }.reduce(0, +)
        let used = all.map(\.used).reduce(0, +)
        summary = "\(free) free, \(used) in use."
        ranges = all.prefix(Self.mostRanges).map { range in
            let free = range.count - range.used
            let first = PercentEncoding.encodedValue(range.first)
            return Range(
                span: range.count == 1 ? range.first : "\(range.first) to \(range.last)",
                size: OverviewPage.counted(range.count, "number"),
                kind: range.isPSTN ? "Telephone network" : "Inside only", isPSTN: range.isPSTN,
                used: "\(range.used) of \(range.count)", free: "\(free)",
                removePath: free == 0
                    ? nil : "/operator/numbers/remove?first=\(first)&count=\(range.count)")
        }
        hasRanges = !all.isEmpty
        let more = all.count - Self.mostRanges
        moreRanges = more > 0 ? "\(OverviewPage.counted(more, "more range")) not shown" : nil
        first = NumberForm.first(form)
        count = NumberForm.count(
            form, hint: "They follow one another: 100 makes 6505550000 to 6505550099.")
        isPSTN = form.has("pstn")
    }
}

/// The question which free numbers are taken out of the pool.
struct RemoveNumbersPage: Page {
    static let template = "operator-numbers-remove"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .numbers

    let title = "Remove numbers"
    let notice: Notice?
    let first: FormField
    let count: FormField

    init(_ form: PostedForm, notice: Notice? = nil) {
        self.notice = notice
        first = NumberForm.first(form)
        count = NumberForm.count(form, hint: nil)
    }
}

/// The two fields that name numbers, and what is wrong with them.
enum NumberForm {
    /// The store takes no more at a time.
    private static let most = 1_000_000

    static func first(_ form: PostedForm) -> FormField {
        FormField(
            "first", "First number", value: form["first"],
            hint: "Digits, with a leading + or without.", error: form.complaint("first"),
            autocomplete: "off", inputMode: "tel")
    }

    static func count(_ form: PostedForm, hint: String?) -> FormField {
        FormField(
            "count", "How many", value: form["count"], hint: hint, error: form.complaint("count"),
            autocomplete: "off", inputMode: "numeric", isShort: true)
    }

    /// - Returns: nil where something is wrong; the form has the complaints then.
    static func read(_ form: inout PostedForm) -> (first: String, count: Int)? {
        let first = form["first"]
        let digits = first.hasPrefix("+") ? first.dropFirst() : first[...]
        if !(1...18).contains(digits.utf8.count)
            || !digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        {
            form.complain("first", "Write up to 18 digits, such as 6505550000 or +16505550000.")
        }
        let count = Int(form["count"]) ?? 0
        if !(1...most).contains(count) {
            form.complain("count", "Write a number from 1 to \(most).")
        }
        return form.complaints.isEmpty ? (first, count) : nil
    }
}

extension Portal {
    func addNumbers(to routes: PageRoutes) {
        routes.operatorPage("/operator/numbers") { visit, _ in
            visit.show(
                NumbersPage(try await desks.lines.numberRanges(), PostedForm(), notice: visit.done))
        }
        routes.operatorForm("/operator/numbers") { visit, _, form in
            try await addNumbers(visit, form)
        }
        routes.operatorPage("/operator/numbers/remove") { visit, _ in
            visit.show(RemoveNumbersPage(PostedForm(try visit.request.queryFields())))
        }
        routes.operatorForm("/operator/numbers/remove") { visit, _, form in
            try await removeNumbers(visit, form)
        }
    }

    private func addNumbers(_ visit: Visit, _ sent: PostedForm) async throws -> Response {
        var form = sent
        var notice: Notice?
        if let numbers = NumberForm.read(&form) {
            let added = try await desks.lines.addNumbers(
                from: numbers.first, count: numbers.count, isPSTN: form.has("pstn"),
                by: visit.author, now: visit.context.now)
            if added > 0 { return visit.go(to: "/operator/numbers", done: .numbersAdded) }
            notice = .note("Nothing was added", "All of these numbers are in the pool already.")
        }
        return visit.show(
            NumbersPage(try await desks.lines.numberRanges(), form, notice: notice),
            status: .unprocessableContent)
    }

    private func removeNumbers(_ visit: Visit, _ sent: PostedForm) async throws -> Response {
        var form = sent
        var notice: Notice?
        if let numbers = NumberForm.read(&form) {
            let removed = try await desks.lines.removeNumbers(
                from: numbers.first, count: numbers.count, by: visit.author,
                now: visit.context.now)
            if removed > 0 { return visit.go(to: "/operator/numbers", done: .numbersRemoved) }
            notice = .note(
                "Nothing was removed", "None of these numbers is in the pool and free.")
        }
        return visit.show(RemoveNumbersPage(form, notice: notice), status: .unprocessableContent)
    }
}
