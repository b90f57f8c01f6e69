import Hummingbird
import Provisioning
import Troubleshooting
import WebServing

/// The page that plays a provider.
extension Portal {
    func addTrunkTest(to routes: PageRoutes) {
        guard let tests = desks.trunkTests else { return }
        routes.operatorPage("/operator/trunk-test") { visit, _ in
            let form = TrunkTestForm(PostedForm(try visit.request.queryFields()))
            return visit.show(await page(form))
        }
        routes.operatorForm("/operator/trunk-test") { visit, _, posted in
            var form = TrunkTestForm(posted)
            guard let order = form.order() else {
                return visit.show(await page(form), status: .unprocessableContent)
            }
            do {
                let report = try await tests.play(order)
                return visit.show(
                    await page(form, report: report, traces: try await traces(of: report)))
            } catch let error as ProvisioningError {
                return visit.show(
                    await page(
                        form, notice: .bad("The test was not played", Self.sentence(error))),
                    status: .unprocessableContent)
            }
        }
    }

    private func page(
        _ form: TrunkTestForm, report: TrunkTestReport? = nil, traces: [CallTrace] = [],
        notice: Notice? = nil
    ) async -> TrunkTestPage {
        TrunkTestPage(
            form, trunks: await desks.deployment.trunks(),
            presets: await desks.deployment.trunkPresets(), report: report, traces: traces,
            notice: notice)
    }

    /// Those that are still remembered.
    private func traces(of report: TrunkTestReport) async throws -> [CallTrace] {
        guard let calls = desks.calls else { return [] }
        var traces: [CallTrace] = []
        for id in report.calls.prefix(10) {
            if let trace = try await calls.call(id, showsSecrets: false) { traces.append(trace) }
        }
        return traces
    }
}
