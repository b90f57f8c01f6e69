import Accounts
import Hummingbird
import Provisioning
import WebServing

/// The settings of a line on the screen of the phone that scanned its code.
struct PhoneSetupPage: Page {
    static let template = "phone-setup"
    static let section: PageSection? = nil

    let title: String
    let number: String
    let settings: [PhoneSetting]
    let until: PersonalTime
}

extension Portal {
    /// One address for all who scan the code: softphones get the document that they read, a camera
    /// opens a page.
    func addPhoneSetup(to routes: PageRoutes) {
        routes.open("/phone-setup/{token}") { visit in
            guard let token = SessionToken(text: visit.context.parameters.get("token") ?? ""),
                let (setup, until) = setups.setup(token, now: visit.context.now)
            else {
                throw WebError(.notFound, "this code is too old")
            }
            let agent = visit.request.headers[.userAgent] ?? ""
            if agent.contains("Zoiper") { return .xml(ZoiperSettings(setup).document) }
            if agent.contains("Linphone") || !accepts(visit.request, "text/html") {
                return .xml(LinphoneSettings(setup).document)
            }
            return visit.show(
                PhoneSetupPage(
                    title: "Settings for your phone", number: LineName(setup.line).number,
                    settings: PhoneSetting.all(
                        of: setup.line, password: setup.password, setup.card),
                    until: PersonalTime(until)))
        }
    }

    private func accepts(_ request: Request, _ type: String) -> Bool {
        request.headers[.accept]?.contains(type) ?? false
    }
}
