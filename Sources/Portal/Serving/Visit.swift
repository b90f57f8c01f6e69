import Accounts
import Hummingbird
import Provisioning
import WebServing

/// One request to the portal: who asks, and how the answer is written.
struct Visit: Sendable {
    let portal: Portal
    let request: Request
    let context: WebRequestContext
    /// Nil for somebody who is not logged in.
    let account: Account?
    /// The session; before a log-in a random value of the visitor's own, for the forms.
    let token: SessionToken
    /// The visitor has no such value yet and is to be given this one.
    let isNewVisitor: Bool

    /// What the forms of this visitor carry.
    var formToken: String { token.formToken }

    var author: Author { context.author(account?.email ?? "anybody", by: .portal) }

    /// The notice that the address asks for.
    var done: Notice? {
        (try? request.queryFields())?["done"].flatMap { Done(rawValue: $0) }?.notice
    }

    /// - Returns: the page as a response.
    func show<Content: Page>(
        _ page: Content, status: HTTPResponse.Status = .ok, doorLink: PageLink? = nil
    ) -> Response {
        let frame = PageFrame(
            page, assets: portal.assets.paths, domain: portal.domain, formToken: formToken,
            account: account, doorLink: doorLink,
            operatorSections: portal.desks.operatorSections)
        var response = part(portal.templates.render(Content.template, frame))
        response.status = status
        return response
    }

    /// A piece of a page that its script asked for.
    func part(_ markup: String) -> Response {
        var headers: HTTPFields = [.contentSecurityPolicy: Self.policy]
        if isNewVisitor { headers.append(VisitorCookie.field(token, isSecure: context.isSecure)) }
        return .html(markup, headers: headers)
    }

    /// Goes on to another page, after a form.
    func go(to path: String, done: Done? = nil) -> Response {
        .seeOther(path + (done.map { "?done=\($0.rawValue)" } ?? ""))
    }

    /// Nothing from elsewhere, no script and no style in the page itself.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}
