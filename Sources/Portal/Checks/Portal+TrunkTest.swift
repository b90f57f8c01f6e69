import Hummingbird
import Provisioning
import Troubleshooting
import WebServing

/// The pages that play a provider.
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
            do throws(ProvisioningError) {
                let begun = try await tests.begin(order)
                return visit.go(to: TrunkTestRunPage.path(of: begun.number))
            } catch {
                let notice = Notice.bad("The test was not played", Self.sentence(error))
                return visit.show(await page(form, notice), status: .unprocessableContent)
            }
        }
        routes.operatorPage("/operator/trunk-test/{test}") { visit, _ in
            let number = try visit.context.pathPart("test")
            guard let place = Int(number), let progress = await tests.progress(place) else {
                throw ProvisioningError(.notFound, "the test \(number) is forgotten")
            }
            let page = TrunkTestRunPage(progress, traces: try await traces(of: progress.report))
            guard visit.request.headers[.part] != nil else { return visit.show(page) }
            return visit.part(templates.render("trunk-test-run", page))
        }
    }

    private func page(_ form: TrunkTestForm, _ notice: Notice? = nil) async -> TrunkTestPage {
        TrunkTestPage(
            form, trunks: await desks.deployment.trunks(),
            presets: await desks.deployment.trunkPresets(), notice: notice)
    }

    /// Those that are remembered.
    private func traces(of report: TrunkTestReport) async throws -> [CallTrace] {
        guard let calls = desks.calls else { return [] }
        var traces: [CallTrace] = []
        for id in report.calls.prefix(10) {
            if let trace = try await calls.call(id, showsSecrets: false) { traces.append(trace) }
        }
        return traces
    }
}
