package import Hummingbird
package import Provisioning
package import WebServing

/// The provisioning interface of a home subscriber server, as Clearwater's homestead-prov has it.
///
/// Where its documentation and its code differ, the code's form: that is what clients are written
/// to.
package struct HomesteadProvisioning: Sendable {
    let store: any HomeSubscriberStore
    /// The realm of a private identity that names none.
    let realm: String
    let key: @Sendable () -> String?
    let pause: Duration

    /// - Parameters:
    ///   - key: what every request has to carry as `NGV-API-Key`; nil for none, on loopback alone.
    ///     It may change between requests.
    ///   - pause: before the answer to one chunk of a long listing, so that who pages through
    ///     it leaves room for others.
    package init(
        _ store: any HomeSubscriberStore, realm: String, key: @escaping @Sendable () -> String?,
        pause: Duration = .seconds(1)
    ) {
        self.store = store
        self.realm = realm
        self.key = key
        self.pause = pause
    }

    package func addRoutes(to router: Router<WebRequestContext>) {
        router.get("ping") { _, _ in Response.text("OK") }
        let routes = router.group().add(middleware: CallerCheck(key: key))
        addPrivateIdentityRoutes(to: routes)
        addRegistrationSetRoutes(to: routes)
        addServiceProfileRoutes(to: routes)
        addPublicIdentityRoutes(to: routes)
    }

    /// Who changes something, as the audit trail names it.
    func author(_ context: WebRequestContext) -> Author {
        context.author(key() == nil ? "anybody" : "api key", by: .homesteadProvisioning)
    }

    /// 200 for what was there, 204 for what was not.
    static func removed(_ wasThere: Bool) -> Response {
        Response(status: wasThere ? .ok : .noContent)
    }
}

extension WebRequestContext {
    /// - Throws: 404 for what is no registration set's UUID: there is no such set then.
    func registrationSet() throws(WebError) -> RegistrationSetID {
        let text = try pathPart("irs")
        guard let set = RegistrationSetID(uuid: text) else {
            throw WebError(.notFound, "there is no implicit registration set \(text)")
        }
        return set
    }

    /// - Throws: 404 for what is no service profile's UUID.
    func serviceProfile() throws(WebError) -> ServiceProfileID {
        let text = try pathPart("profile")
        guard let profile = ServiceProfileID(uuid: text) else {
            throw WebError(.notFound, "there is no service profile \(text)")
        }
        return profile
    }
}
