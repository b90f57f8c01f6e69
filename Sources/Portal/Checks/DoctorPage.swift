import Hummingbird
import Provisioning
import Troubleshooting
import WebServing

/// What the doctor found, or the form that asks.
struct DoctorPage: Page {
    /// The checks of one question.
    struct Part: Sendable {
        let id: String
        let title: String
        let checks: [Check]
    }

    struct Check: Sendable {
        let title: String
        let code: String
        let verdict: Verdict
        let evidence: [String]
        let remedy: String?
    }

    /// As a tag: its sign says what its colour says.
    struct Verdict: Sendable {
        let name: String
        let sign: String
        let tag: String
    }

    static let template = "operator-doctor"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .doctor

    let title = "Doctor"
    let notice: Notice?
    let number: FormField
    /// What was asked for, to place a test call to it; nil before anything was.
    let examined: String?
    let at: PersonalTime?
    let parts: [Part]

    init(_ report: DoctorReport?, _ form: PostedForm, notice: Notice? = nil) {
        number = FormField(
            "number", "Number", value: form["number"],
            hint: "As your provider dials it. Leave it empty to examine the node alone.",
            error: form.complaint("number"), autocomplete: "off", inputMode: "tel",
            isRequired: false)
        examined = report.map { $0.number ?? "" }
        at = report.map { PersonalTime(microseconds: $0.at) }
        parts = report.map(Self.parts) ?? []
        self.notice = notice ?? report.map(Self.notice)
    }

    private static func notice(_ report: DoctorReport) -> Notice {
        if let failure = report.firstFailure {
            return .bad("To be mended first: \(failure.title)", failure.remedy)
        }
        let warnings = report.checks.filter { $0.verdict != .passed }.count
        return warnings == 0
            ? .good("All is well") : .note("Nothing failed", "Read what is marked below.")
    }

    private static func parts(_ report: DoctorReport) -> [Part] {
        DoctorCheck.Part.allCases.compactMap { part in
            let checks = report.checks.filter { $0.part == part }
            guard !checks.isEmpty else { return nil }
            return Part(
                id: part.rawValue, title: title(of: part),
                checks: checks.map {
                    Check(
                        title: $0.title, code: $0.code, verdict: verdict($0.verdict),
                        evidence: $0.evidence, remedy: $0.remedy)
                })
        }
    }

    private static func title(of part: DoctorCheck.Part) -> String {
        switch part {
        case .arrived: "1. Does it arrive?"
        case .trusted: "2. Is its sender trusted?"
        case .onNet: "3. Does it ring?"
        case .machine: "The machine"
        }
    }

    private static func verdict(_ verdict: DoctorCheck.Verdict) -> Verdict {
        switch verdict {
        case .passed: Verdict(name: "Passed", sign: "✓", tag: "tag-good")
        case .failed: Verdict(name: "Failed", sign: "✕", tag: "tag-bad")
        case .warning: Verdict(name: "Warning", sign: "!", tag: "tag-note")
        case .unknown: Verdict(name: "Not known", sign: "?", tag: "")
        }
    }
}

extension Portal {
    func addDoctor(to routes: PageRoutes) {
        guard let doctor = desks.doctor else { return }
        routes.operatorPage("/operator/doctor") { visit, _ in
            let form = PostedForm(try visit.request.queryFields())
            guard form.has("number") else { return visit.show(DoctorPage(nil, form)) }
            return try await examine(visit, form, doctor, placesTestCall: false)
        }
        // Rings a phone: nothing that a link may do.
        routes.operatorForm("/operator/doctor") { visit, _, form in
            try await examine(visit, form, doctor, placesTestCall: true)
        }
    }

    private func examine(
        _ visit: Visit, _ sent: PostedForm, _ doctor: any DoctorDesk, placesTestCall: Bool
    ) async throws -> Response {
        var form = sent
        let number = form["number"]
        do {
            let report = try await doctor.examine(
                number: number.isEmpty ? nil : number, placesTestCall: placesTestCall)
            return visit.show(DoctorPage(report, form))
        } catch {
            guard error.kind == .invalid else { throw error }
            form.complain("number", Self.sentence(error))
            return visit.show(DoctorPage(nil, form), status: .unprocessableContent)
        }
    }
}
