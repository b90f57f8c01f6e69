package import Hummingbird
package import Provisioning
package import WebServing

/// The XML document management server: a subscriber's telephony services, read and written by XCAP
/// (RFC 4825, TS 24.623), with Clearwater's homer's paths and statuses for whole documents.
package struct XDMSServer: Sendable {
    /// The application usage's names: homer's, and the one of TS 24.623 6.2 that phones know. Both
    /// lead to the same documents.
    static let usages = ["org.etsi.ngn.simservs", "simservs.ngn.etsi.org"]

    let store: any DocumentStore
    let check: RequesterCheck

    /// - Parameters:
    ///   - realm: of the subscribers' own SIP credentials.
    ///   - key: what lets a program act for every user, as `NGV-API-Key`; nil where none does.
    ///     It may change between requests.
    ///   - isOnLoopback: the server is reached from this machine alone, so that what names itself
    ///     in `X-XCAP-Asserted-Identity` is believed, as homer believed everybody.
    package init(
        _ store: any DocumentStore, directory: any SubscriberDirectory, realm: String,
        key: @escaping @Sendable () -> String?, isOnLoopback: Bool
    ) {
        self.store = store
        check = RequesterCheck(
            directory: directory, realm: realm, key: key, isOnLoopback: isOnLoopback)
    }

    package func addRoutes(to router: Router<WebRequestContext>) {
        router.get("ping") { _, _ in Response.text("OK") }
        router.get("xcap-caps/global/index") { _, _ in Capabilities.response }
        for usage in Self.usages {
            let path = "\(usage)/users/{user}/simservs.xml"
            router.get("\(path)") { try await getDocument($0, $1) }
            router.put("\(path)") { try await putDocument($0, $1) }
            router.delete("\(path)") { try await deleteDocument($0, $1) }
            router.get("\(path)/~~/**") { try await getNode($0, $1) }
            router.put("\(path)/~~/**") { try await putNode($0, $1) }
            router.delete("\(path)/~~/**") { try await deleteNode($0, $1) }
        }
    }
}
