/// The settings of a line as Linphone fetches them by its remote provisioning: its configuration
/// file's sections and entries, as XML.
struct LinphoneSettings {
    let document: [UInt8]

    init(_ setup: PhoneSetup) {
        let line = setup.line
        let transport = setup.card.transports.first?.lowercased() ?? "udp"
        let sections: [(String, [(String, String)])] = [
            ("sip", [("default_proxy", "0")]),
            (
                "proxy_0",
                [
                    ("reg_identity", line.publicIdentity),
                    ("reg_proxy", "sip:\(line.domain)"),
                    ("reg_route", "<sip:\(setup.card.outboundProxy);transport=\(transport);lr>"),
                    ("reg_sendregister", "1"), ("realm", line.domain),
                ]
            ),
            (
                "auth_info_0",
                [
                    ("username", line.user), ("userid", PhoneSetting.userName(of: line)),
                    ("passwd", setup.password), ("realm", line.domain), ("domain", line.domain),
                ]
            ),
        ]
        var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        text += #"<config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">"# + "\n"
        for (section, entries) in sections {
            text += "<section name=\"\(section)\">\n"
            for (name, value) in entries {
                text += "<entry name=\"\(name)\" overwrite=\"true\">\(escaped(value))</entry>\n"
            }
            text += "</section>\n"
        }
        document = Array((text + "</config>\n").utf8)
    }
}

/// The settings of a line as Zoiper reads them from a provider's token URL.
struct ZoiperSettings {
    let document: [UInt8]

    init(_ setup: PhoneSetup) {
        let entries = [
            ("ident", setup.line.user), ("name", setup.line.user),
            ("SIP_domain", setup.line.domain), ("host", setup.line.domain),
            ("SIP_outbound_proxy", setup.card.outboundProxy), ("username", setup.line.user),
            ("password", setup.password),
            ("authentication_username", PhoneSetting.userName(of: setup.line)),
        ]
        let account = entries.map { "<\($0.0)>\(escaped($0.1))</\($0.0)>" }.joined(separator: "\n")
        document = Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <options><accounts><account>
            \(account)
            </account></accounts></options>

            """.utf8)
    }
}

/// The escapes of XML's text are those of HTML's.
private func escaped(_ text: String) -> String { MarkupEscaping().escapeText(text) }
