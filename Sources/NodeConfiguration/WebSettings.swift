package import NetworkAddresses

/// What the configuration says of the HTTP servers: Ellis with the portal, homestead-prov, homer, the
/// metrics.
package struct WebSettings: Hashable, Sendable {
    /// A host and port of a mail server.
    package struct Smarthost: Hashable, Sendable {
        /// Lower case, or an address in URI form.
        package var host: String
        package var port: UInt16

        package init(host: String, port: UInt16) {
            self.host = host
            self.port = port
        }
    }

    /// A certificate with its private key, both in PEM files that are read by whoever serves TLS.
    package struct Certificate: Hashable, Sendable {
        /// Absolute path; the chain follows the certificate.
        package var certificateFile: String
        package var keyFile: String

        package init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// Of Ellis' API and the portal, on every local address; nil where they are switched off.
    package var ellisPort: UInt16?
    /// Of homestead-prov; nil where it is switched off.
    package var homesteadProvisioningPort: UInt16?
    /// False: homestead-prov is reached from this machine alone.
    package var isHomesteadProvisioningOpen: Bool
    /// What every request to homestead-prov has to carry; nil where none is asked for, which is so
    /// on loopback alone.
    package var homesteadProvisioningKey: String?
    /// Of homer, on every local address; nil where it is switched off.
    package var xdmsPort: UInt16?
    /// Of the metrics and the health checks; nil where they are switched off.
    package var metricsPort: UInt16?
    /// False: the metrics are reached from this machine alone.
    package var isMetricsOpen: Bool
    /// What a person who signs up has to know; nil where nobody can sign up.
    package var signupKey: String?
    /// What lets a program act on every account; nil where no key does.
    package var ellisAPIKey: String?
    /// The portal's host in links that are sent by mail; the node's public name if not set.
    package var ellisHostname: String?
    /// TLS for Ellis and the portal; nil for plain HTTP.
    package var ellisCertificate: Certificate?
    /// Where mail is handed in; nil where none is sent.
    package var smarthost: Smarthost?
    package var smtpUsername: String?
    package var smtpPassword: String?
    /// The sender of recovery mails; `clearwater@` the home domain if not set.
    package var emailRecoverySender: String?

    package init() {
        ellisPort = 8080
        homesteadProvisioningPort = 8889
        isHomesteadProvisioningOpen = false
        isMetricsOpen = false
        xdmsPort = 7888
    }
}

extension NodeSettings {
    /// Where homestead-prov listens: on every local address if it is open, otherwise on loopback.
    package var homesteadProvisioningAddresses: [IPAddress] {
        web.isHomesteadProvisioningOpen ? localAddresses : loopbackAddresses
    }

    /// Where the metrics are served, likewise.
    package var metricsAddresses: [IPAddress] {
        web.isMetricsOpen ? localAddresses : loopbackAddresses
    }

    /// The local addresses that are loopback, or loopback itself, of the families that the node
    /// speaks.
    private var loopbackAddresses: [IPAddress] {
        let loopback = localAddresses.filter(\.isLoopback)
        guard loopback.isEmpty else { return loopback }
        var addresses: [IPAddress] = []
        if localAddresses.contains(where: \.isV4) { addresses.append(.loopbackV4) }
        if localAddresses.contains(where: { !$0.isV4 }) { addresses.append(.loopbackV6) }
        return addresses
    }

    /// The portal's host as others write it.
    package var ellisHostname: String { web.ellisHostname ?? publicHostname }

    /// The portal's address without a slash at its end: what links in mails begin with.
    package var ellisURL: String {
        let isSecure = web.ellisCertificate != nil
        let port = web.ellisPort ?? 0
        let suffix = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
        return "\(isSecure ? "https" : "http")://\(ellisHostname)\(suffix)"
    }

    /// The sender of recovery mails.
    package var emailRecoverySender: String {
        if let sender = web.emailRecoverySender { return sender }
        let isAddress = homeDomain.hasPrefix("[") || IPAddress(homeDomain) != nil
        // An address stands in brackets behind the @ (RFC 5321 4.1.3).
        guard isAddress else { return "clearwater@\(homeDomain)" }
        return homeDomain.hasPrefix("[")
            ? "clearwater@[IPv6:\(homeDomain.dropFirst())" : "clearwater@[\(homeDomain)]"
    }
}
