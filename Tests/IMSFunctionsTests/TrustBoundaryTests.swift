import IMSFunctions
import SIPMessages
import Testing

/// Which header fields stop at the border, by name.
struct TrustBoundaryTests {
    @Test(arguments: [
        "P-Access-Network-Info", "P-Visited-Network-ID", "P-Served-User", "Authorization",
        "Proxy-Authorization",
        "P-Charging-Vector", "P-Charging-Function-Addresses",
    ])
    func `Access, service, credential and charging headers stop`(name: String) {
        let header = HeaderName(Array(name.utf8).span)
        #expect(TrustBoundary.stops(header))
    }

    @Test(arguments: [
        "P-Asserted-Identity", "Privacy", "Diversion", "History-Info", "Identity", "Via", "Route",
        "Contact", "X-Anything",
        "Record-Route", "Path", "WWW-Authenticate",
    ])
    func `Identity and all else pass`(name: String) {
        let header = HeaderName(Array(name.utf8).span)
        #expect(!TrustBoundary.stops(header))
    }
}
