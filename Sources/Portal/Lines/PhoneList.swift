import HTTPTypes
import Hummingbird
import Provisioning

/// The registered phones of a line, as the page shows them and its script fetches them again.
struct PhoneList: Sendable {
    struct Phone: Sendable {
        let contact: String
        let source: String
        let transport: String
        let userAgent: String?
        let isReachable: Bool
        let since: PersonalTime
        let expires: PersonalTime
    }

    /// Why nothing is known of them.
    let problem: String?
    let phones: [Phone]
    let hasPhones: Bool
    /// Read out when it changes.
    let summary: String

    init(_ registered: [RegisteredPhone]) {
        problem = nil
        phones = registered.map { phone in
            Phone(
                contact: phone.contact, source: phone.source, transport: phone.transport,
                userAgent: phone.userAgent.isEmpty ? nil : phone.userAgent,
                isReachable: phone.isReachable, since: PersonalTime(phone.since),
                expires: PersonalTime(phone.expires))
        }
        hasPhones = !registered.isEmpty
        summary =
            switch registered.count {
            case 0: "No phone is registered."
            case 1: "One phone is registered."
            case let count: "\(count) phones are registered."
            }
    }

    init(problem error: ProvisioningError) {
        problem = "The phones cannot be shown now. " + Portal.sentence(error)
        phones = []
        hasPhones = false
        summary = ""
    }
}

/// What the page's script asks for.
struct PhonesPart: Sendable {
    static let template = "phones-part"

    let formToken: String
    let path: String
    let phoneList: PhoneList
}

extension Portal {
    func addPhones(to routes: PageRoutes) {
        routes.page("/lines/{line}/phones") { visit, account in
            let line = try await desks.accounts.line(
                LineName.publicIdentity(of: visit), of: account.email)
            let path = LineName(line).path
            guard visit.request.headers[.part] != nil else { return visit.go(to: path) }
            let part = PhonesPart(
                formToken: visit.formToken, path: path, phoneList: await phoneList(of: line))
            return visit.part(templates.render(PhonesPart.template, part))
        }
        routes.form("/lines/{line}/phones/remove") { visit, account, form in
            let line = try await desks.accounts.line(
                LineName.publicIdentity(of: visit), of: account.email)
            let wasThere = try await desks.phones.removePhone(
                form.exactly("contact"), of: line.publicIdentity, by: visit.author)
            return visit.go(
                to: LineName(line).path, done: wasThere ? .phoneRemoved : .phoneWasGone)
        }
    }

    func phoneList(of line: Line) async -> PhoneList {
        do {
            return PhoneList(try await desks.phones.phones(of: line.publicIdentity))
        } catch {
            return PhoneList(problem: error)
        }
    }
}
