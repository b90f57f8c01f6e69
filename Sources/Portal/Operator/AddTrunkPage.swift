import Hummingbird
import Provisioning
import WebServing

/// The form for a trunk: by hand, or beginning with what a provider published.
struct AddTrunkPage: Page {
    struct Preset: Sendable {
        let name: String
        let provider: String
        let peers: String
        let asOf: String
        let path: String
    }

    static let template = "operator-trunk-add"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .trunks

    let title = "Add a trunk"
    let notice: Notice?
    let name: FormField
    let peers: FormField
    let presets: [Preset]
    /// What to know about the preset that was taken.
    let cautions: [String]
    let hasCautions: Bool

    init(
        _ form: PostedForm, presets all: [TrunkPresetCard], taken: TrunkPresetCard? = nil,
        notice: Notice? = nil
    ) {
        self.notice = notice
        name = FormField(
            "name", "Name", value: form["name"].isEmpty ? taken?.name : form["name"],
            hint: "What you call it: a-z, 0-9, _ and -.", error: form.complaint("name"),
            autocomplete: "off")
        peers = FormField(
            "peers", "Peers",
            value: form["peers"].isEmpty ? taken?.peers.joined(separator: "\n") : form["peers"],
            hint: "Addresses, networks such as 192.0.2.0/24, or host names, one a line.",
            error: form.complaint("peers"), autocomplete: "off")
        presets = all.map {
            Preset(
                name: $0.name, provider: $0.provider,
                peers: OverviewPage.counted($0.peers.count, "peer"), asOf: $0.asOf,
                path: "/operator/trunks/add?preset=\(PercentEncoding.encodedValue($0.name))")
        }
        cautions = taken.map { ["The list is of \($0.asOf)."] + $0.cautions } ?? []
        hasCautions = !cautions.isEmpty
    }

    /// Peers as they were typed, whatever stands between them.
    static func peers(_ form: PostedForm) -> [String] {
        form["peers"].split { $0.isWhitespace || $0 == "," }.map(String.init)
    }
}

extension Portal {
    func addNewTrunk(to routes: PageRoutes) {
        routes.operatorPage("/operator/trunks/add") { visit, _ in
            let form = PostedForm(try visit.request.queryFields())
            let presets = await desks.deployment.trunkPresets()
            let taken = presets.first { $0.name == form["preset"] }
            return visit.show(AddTrunkPage(form, presets: presets, taken: taken))
        }
        routes.operatorForm("/operator/trunks/check") { _, _, form in
            let complaints = await complaints(form)
            return .json(
                .array(
                    complaints.map {
                        .object(["field": .string($0.field), "message": .string($0.message)])
                    }))
        }
        routes.operatorForm("/operator/trunks/add") { visit, _, form in
            try await addTrunk(visit, form)
        }
    }

    private func complaints(_ form: PostedForm) async -> [FieldComplaint] {
        await desks.deployment.complaints(
            aboutTrunk: form["name"], peers: AddTrunkPage.peers(form))
    }

    private func addTrunk(_ visit: Visit, _ sent: PostedForm) async throws -> Response {
        var form = sent
        var notice: Notice?
        form.complain(await complaints(form))
        if form.complaints.isEmpty {
            do {
                try await desks.deployment.addTrunk(
                    form["name"], peers: AddTrunkPage.peers(form), by: visit.author)
                return visit.go(to: "/operator/trunks", done: .trunkAdded)
            } catch {
                notice = .bad("The trunk was not added", Self.sentence(error))
            }
        }
        return visit.show(
            AddTrunkPage(
                form, presets: await desks.deployment.trunkPresets(), notice: notice),
            status: .unprocessableContent)
    }
}
