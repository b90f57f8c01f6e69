/// Where mail is handed in, and as whom (RFC 6409).
package struct MailServer: Hashable, Sendable {
    package enum TransportSecurity: Hashable, Sendable {
        case never
        /// STARTTLS where the server offers it; who sits in between can take the offer away.
        case ifOffered
        /// STARTTLS or nothing is sent.
        case required
        /// TLS from the first octet (RFC 8314 3.3).
        case fromTheStart
    }

    /// A name or an address, with or without the brackets of an IPv6 address in a URI.
    package var host: String
    package var port: UInt16
    /// Name and password for AUTH; nil for a server that asks for none.
    package var login: Login?
    package var security: TransportSecurity
    /// The address that mails come from.
    package var sender: String
    package var senderName: String
    package var timeout: Duration
    /// A PEM file of the certificates to trust instead of the system's.
    package var trustedCertificates: String?

    package struct Login: Hashable, Sendable {
        package var user: String
        package var password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// - Parameter security: nil for what fits: port 465 is TLS from the start; a password goes
    ///   over TLS alone, except to this machine; otherwise TLS if it is offered.
    package init(
        host: String, port: UInt16 = 25, login: Login? = nil, security: TransportSecurity? = nil,
        sender: String, senderName: String = "Clearwater", timeout: Duration = .seconds(20),
        trustedCertificates: String? = nil
    ) {
        self.host = host
        self.port = port
        self.login = login
        self.sender = sender
        self.senderName = senderName
        self.timeout = timeout
        self.trustedCertificates = trustedCertificates
        let isHere = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
        self.security =
            security
            ?? (port == 465 ? .fromTheStart : login != nil && !isHere ? .required : .ifOffered)
    }

    /// HOST:PORT as messages name it.
    package var place: String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// The address that libcurl takes; its path is the name we greet with.
    var url: String {
        let scheme = security == .fromTheStart ? "smtps" : "smtp"
        let domain = sender.split(separator: "@").last ?? ""
        let isName = !domain.isEmpty
            && domain.utf8.allSatisfy { octet in
                switch octet {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
                case _: false
                }
            }
        return "\(scheme)://\(place)" + (isName ? "/\(domain)" : "")
    }
}
