import Hummingbird
import WebServing

/// A page that has one thing to say: mostly why there is no other.
struct MessagePage: Page {
    static let template = "message"
    static let section: PageSection? = nil

    let title: String
    let heading: String
    let text: String
    let action: PageLink?

    init(_ heading: String, _ text: String, action: PageLink? = nil) {
        title = heading
        self.heading = heading
        self.text = text
        self.action = action
    }

    static func response(for error: WebError, _ visit: Visit) -> Response {
        let home = PageLink(path: "/", name: visit.account == nil ? "To the start" : "Your lines")
        let page =
            switch error.status {
            case .notFound:
                MessagePage(
                    "There is nothing here",
                    "The address may be mistyped, or what it led to has been removed.",
                    action: home)
            case .forbidden:
                MessagePage("You may not do that", sentence(error.reason), action: home)
            case .tooManyRequests:
                MessagePage("Not so fast", sentence(error.reason), action: home)
            case .serviceUnavailable:
                MessagePage("This does not work at the moment", sentence(error.reason), action: home)
            case .internalServerError:
                MessagePage(
                    "That went wrong on our side",
                    "Nothing was changed. Try again; if it stays, tell whoever runs this service.",
                    action: home)
            case _:
                MessagePage("That cannot be done", sentence(error.reason), action: home)
            }
        var response = visit.show(page, status: error.status)
        response.headers.append(contentsOf: error.headers)
        return response
    }

    /// Reasons are clauses without a full stop.
    private static func sentence(_ reason: String) -> String {
        guard let first = reason.first else { return reason }
        return first.uppercased() + reason.dropFirst() + (reason.hasSuffix(".") ? "" : ".")
    }
}
