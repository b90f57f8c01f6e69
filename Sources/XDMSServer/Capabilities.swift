import Hummingbird
import ServiceSettings
import WebServing

/// What this server offers, as clients ask before anything else (RFC 4825 12).
enum Capabilities {
    static var response: Response {
        .xml(document, type: "application/xcap-caps+xml")
    }

    private static let namespace = "urn:ietf:params:xml:ns:xcap-caps"

    private static let document = Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <xcap-caps xmlns="\(namespace)">
          <auids>
            <auid>xcap-caps</auid>
            \(XDMSServer.usages.map { "<auid>\($0)</auid>" }.joined(separator: "\n    "))
          </auids>
          <extensions/>
          <namespaces>
            <namespace>\(namespace)</namespace>
            <namespace>urn:ietf:params:xml:ns:xcap-error</namespace>
            <namespace>\(Simservs.namespace)</namespace>
            <namespace>\(Simservs.policyNamespace)</namespace>
          </namespaces>
        </xcap-caps>

        """.utf8)
}
