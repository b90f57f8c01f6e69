import Accounts
import HTTPTypes
import Hummingbird
import Provisioning
import WebServing

/// Finds out who asks, checks a form's token, and answers whatever is thrown with a page.
struct Doorkeeper: Sendable {
    let portal: Portal

    func answer(
        _ request: Request, _ context: WebRequestContext,
        _ handle: @Sendable (Visit) async throws -> Response
    ) async throws -> Response {
        var visit = Visit(
            portal: portal, request: request, context: context, account: nil,
            token: SessionToken(), isNewVisitor: false)
        do {
            visit = try await portal.visit(request, context)
            return try await handle(visit)
        } catch let error as ProvisioningError {
            return MessagePage.response(for: WebError(error), visit)
        } catch let error as AccountRefusal {
            return MessagePage.response(for: WebError(error), visit)
        } catch let error as WebError {
            return MessagePage.response(for: error, visit)
        }
    }

    /// - Throws: 403 for a form that this browser was not given, 400 for what is no form.
    func form(of visit: Visit) async throws -> PostedForm {
        let fields = try await visit.request.fields()
        guard !visit.isNewVisitor, visit.token.accepts(formToken: fields["form"] ?? "") else {
            throw WebError(
                .forbidden,
                "This form is too old, or the browser keeps no cookies. Go back, load the page again "
                    + "and send it once more.")
        }
        return PostedForm(fields)
    }

    /// A script that asks for a part of a page is told by the status; a person is led to log in.
    func toDoor(_ visit: Visit) -> Response {
        let accepted = visit.request.headers[.accept] ?? ""
        if accepted.hasPrefix(EventStream.mediaType) || visit.request.headers[.part] != nil {
            return Response(status: .unauthorized)
        }
        guard visit.request.method == .get || visit.request.method == .head else {
            return visit.go(to: "/login")
        }
        let next = PercentEncoding.encodedSegment(visit.request.uri.path)
        return visit.go(to: visit.request.uri.path == "/lines" ? "/login" : "/login?next=\(next)")
    }
}

extension HTTPField.Name {
    /// Sent by the page's script when it asks for a part of a page.
    static let part = Self("X-Part")!
}
