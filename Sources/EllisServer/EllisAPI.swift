package import Accounts
package import Hummingbird
package import Provisioning
package import WebServing

/// The HTTP interface of Clearwater's Ellis: accounts, sessions, numbers with their passwords and
/// services, the address book.
///
/// Where its documentation and its code differ, the code's form: that is what clients are written
/// to. See docs/api.md.
package struct EllisAPI: Sendable {
    /// What is stored for another server is checked as that server would.
    package typealias DocumentCheck = @Sendable ([UInt8]) throws(WebError) -> Void

    let desk: AccountDesk
    let documents: any DocumentStore
    let subscribers: any HomeSubscriberStore
    let apiKey: @Sendable () -> String?
    let checkSimservs: DocumentCheck
    let checkFilterCriteria: DocumentCheck

    /// - Parameter apiKey: what lets a program act on every account; nil or empty for nothing.
    package init(
        desk: AccountDesk, documents: any DocumentStore, subscribers: any HomeSubscriberStore,
        apiKey: @escaping @Sendable () -> String?, checkSimservs: @escaping DocumentCheck,
        checkFilterCriteria: @escaping DocumentCheck
    ) {
        self.desk = desk
        self.documents = documents
        self.subscribers = subscribers
        self.apiKey = apiKey
        self.checkSimservs = checkSimservs
        self.checkFilterCriteria = checkFilterCriteria
    }

    package func addRoutes(to router: Router<WebRequestContext>) {
        router.get("ping") { _, _ in Response.text("OK") }
        let account: RouterPath = "accounts/{email}"
        let number: RouterPath = "accounts/{email}/numbers/{uri}"
        let routes: [(HTTPRequest.Method, RouterPath, Handler)] = [
            (.post, "accounts", signUp),
            (.delete, account, removeAccount),
            (.post, "accounts/{email}/password", recoverOrSetPassword),
            (.post, "session", logIn),
            (.get, "accounts/{email}/numbers", listNumbers),
            (.post, "accounts/{email}/numbers", addNumber),
            (.post, number, addGivenNumber),
            (.delete, number, removeNumber),
            (.post, "accounts/{email}/numbers/{uri}/password", resetNumberPassword),
            (.get, "accounts/{email}/numbers/{uri}/simservs", simservs),
            (.put, "accounts/{email}/numbers/{uri}/simservs", putSimservs),
            (.get, "accounts/{email}/numbers/{uri}/ifcs", filterCriteria),
            (.put, "accounts/{email}/numbers/{uri}/ifcs", putFilterCriteria),
            (.get, "accounts/{email}/numbers/{uri}/listed", isListed),
            (.put, "accounts/{email}/numbers/{uri}/listed/{flag}", setListed),
            (.get, "gab", addressBook),
            (.get, "1/gab", addressBook),
        ]
        for (method, path, handler) in routes {
            router.on(path, method: method) { request, context in
                await EllisCall(request, context).answer(handler)
            }
        }
    }

    typealias Handler = @Sendable (EllisCall) async throws -> EllisAnswer
}
