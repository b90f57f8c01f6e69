import Hummingbird
import Provisioning
import ServiceSettings
import WebServing

extension Portal {
    func addServices(to routes: PageRoutes) {
        routes.page("/lines/{line}/services") { visit, account in
            let line = try await line(of: visit, account)
            let (services, document) = try await services(of: line)
            return visit.show(
                page(line, ServicesForm(services, domain: domain), services, document, nil))
        }
        routes.form("/lines/{line}/services") { visit, account, form in
            try await saveServices(visit, try await line(of: visit, account), form)
        }
    }

    /// What is set, for the line's own page.
    func serviceSentences(of line: Line) async -> [String] {
        do {
            return try await services(of: line).services.sentences(domain: domain)
        } catch {
            return ["What is set cannot be read now."]
        }
    }

    private func page(
        _ line: Line, _ form: ServicesForm, _ services: TelephonyServices,
        _ document: ServiceDocument?, _ notice: Notice?
    ) -> ServicesPage {
        let others =
            services.diversion.otherRules + services.incomingBarring.otherRules
            + services.outgoingBarring.otherRules
        return ServicesPage(
            line, form, tag: document?.entityTag ?? "", others: others, notice: notice)
    }

    private func services(of line: Line) async throws -> (
        services: TelephonyServices, document: ServiceDocument?
    ) {
        let document = try await desks.documents.document(.simservs(of: line.publicIdentity))
        do {
            let content = document?.content ?? Simservs.defaultDocument
            return (try TelephonyServices(document: content), document)
        } catch {
            throw WebError(
                .internalServerError, "the stored services are no valid document: \(error)")
        }
    }

    private func saveServices(_ visit: Visit, _ line: Line, _ posted: PostedForm) async throws
        -> Response
    {
        let (services, document) = try await services(of: line)
        var wanted = services
        var form = ServicesForm(posted)
        form.fill(&wanted, domain: domain)
        guard form.posted.complaints.isEmpty else {
            return visit.show(
                page(line, form, services, document, .complained), status: .unprocessableContent)
        }
        let tag = posted["tag"]
        do {
            // Applied to the document that the page was made from, or to none.
            guard tag == document?.entityTag ?? "" else {
                throw ProvisioningError(.changedMeanwhile, "the services were changed")
            }
            let content = try wanted.applied(to: document?.content ?? Simservs.defaultDocument)
            _ = try await desks.documents.putDocument(
                .simservs(of: line.publicIdentity), content,
                if: tag.isEmpty ? .isAbsent : .matches([tag]), by: visit.author,
                now: visit.context.now)
            return visit.go(to: LineName(line).path, done: .servicesSaved)
        } catch let error as ProvisioningError where error.kind == .changedMeanwhile {
            let (now, newest) = try await self.services(of: line)
            return visit.show(
                page(line, form, now, newest, .changedMeanwhile(now, domain: domain)),
                status: .conflict)
        } catch let error as SimservsError {
            throw WebError(.internalServerError, "the services are no valid document: \(error)")
        }
    }
}

extension Notice {
    fileprivate static let complained = Notice.bad(
        "Not saved yet", "One field or more cannot be used as it is; look for the red ones.")

    /// Another page or program was faster: neither its work nor what was typed here is lost.
    fileprivate static func changedMeanwhile(_ services: TelephonyServices, domain: String)
        -> Notice
    {
        .note(
            "The services were changed meanwhile",
            "Now it is so: \(services.sentences(domain: domain).joined(separator: " ")) "
                + "Below is what you wrote; save it again to put it in place.")
    }
}
