package import Accounts
import Determinism
package import Hummingbird
package import Provisioning
package import Troubleshooting
package import WebServing

/// The pages of the deployment: for persons, and for its operator.
package struct Portal: Sendable {
    /// What the pages read and change.
    package struct Desks: Sendable {
        package let accounts: AccountDesk
        package let accountStore: any AccountStore
        package let lines: any LineStore
        package let documents: any DocumentStore
        package let audit: any AuditTrail
        package let phones: any PhoneDesk
        package let deployment: any DeploymentDesk
        /// Of these, the pages of those that are missing are not shown.
        package let calls: (any TraceDesk)?
        package let callFiles: (any TraceExportDesk)?
        package let refusals: (any RefusalDesk)?
        package let doctor: (any DoctorDesk)?
        package let trunkTests: (any TrunkTestDesk)?

        package init(
            accounts: AccountDesk, accountStore: any AccountStore, lines: any LineStore,
            documents: any DocumentStore, audit: any AuditTrail, phones: any PhoneDesk,
            deployment: any DeploymentDesk, calls: (any TraceDesk)? = nil,
            callFiles: (any TraceExportDesk)? = nil, refusals: (any RefusalDesk)? = nil,
            doctor: (any DoctorDesk)? = nil, trunkTests: (any TrunkTestDesk)? = nil
        ) {
            self.accounts = accounts
            self.accountStore = accountStore
            self.lines = lines
            self.documents = documents
            self.audit = audit
            self.phones = phones
            self.deployment = deployment
            self.calls = calls
            self.callFiles = callFiles
            self.refusals = refusals
            self.doctor = doctor
            self.trunkTests = trunkTests
        }
    }

    let desks: Desks
    /// The home domain, which does not change while the node runs.
    let domain: String
    let templates = PageTemplates()
    let assets = PageAssets()
    let shownOnce = ShownOnce()
    let setups = PhoneSetups()

    package init(desks: Desks, domain: String) {
        self.desks = desks
        self.domain = domain
    }

    /// Adds the pages; to be called before other routes are added, so that their errors are pages
    /// too for whoever asks with a browser.
    package func addRoutes(to router: Router<WebRequestContext>) {
        router.add(middleware: ErrorPages(portal: self))
        assets.addRoutes(to: router)
        let routes = PageRoutes(router: router, portal: self)
        routes.open("/") { visit in visit.go(to: visit.account == nil ? "/login" : "/lines") }
        addDoor(to: routes)
        addRecovery(to: routes)
        addLines(to: routes)
        addLinePages(to: routes)
        addPhones(to: routes)
        addPhoneSetup(to: routes)
        addServices(to: routes)
        addAddressBook(to: routes)
        addAccount(to: routes)
        addOperator(to: routes)
    }

    /// Who asks.
    func visit(_ request: Request, _ context: WebRequestContext) async throws -> Visit {
        let cookies = request.headers[values: .cookie].joined(separator: "; ")
        for token in SessionCookie.tokens(in: cookies) {
            if let account = try await desks.accounts.account(of: token) {
                return Visit(
                    portal: self, request: request, context: context, account: account,
                    token: token, isNewVisitor: false)
            }
        }
        let known = VisitorCookie.token(in: cookies)
        return Visit(
            portal: self, request: request, context: context, account: nil,
            token: known ?? SessionToken(), isNewVisitor: known == nil)
    }
}
