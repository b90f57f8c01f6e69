import Provisioning

/// One value that is put into a phone, or handed to a provider; the template is `setting`.
struct PhoneSetting: Sendable {
    let name: String
    let value: String
    /// The value in pieces between which a line may break.
    let parts: [String]
    let isSecret: Bool
    /// For whoever looks for it in the page.
    let id: String?

    init(_ name: String, _ value: String, isSecret: Bool = false, id: String? = nil) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
        self.id = id
        let at = value.firstIndex(of: "@") ?? value.endIndex
        parts = [String(value[..<at]), String(value[at...])].filter { !$0.isEmpty }
    }

    /// Everything that a phone of the line asks for.
    static func all(of line: Line, password: String?, _ card: DeploymentCard) -> [PhoneSetting] {
        [
            PhoneSetting("SIP address", line.publicIdentity, id: "sip-address"),
            PhoneSetting("User name", userName(of: line), id: "user-name"),
        ]
            + (password.map { [PhoneSetting("Password", $0, isSecret: true, id: "line-password")] }
                ?? [])
            + [
                PhoneSetting("Domain", line.domain, id: "sip-domain"),
                PhoneSetting("Outbound proxy", card.outboundProxy, id: "outbound-proxy"),
                PhoneSetting("Transport", words(card.transports), id: "transport"),
            ]
    }

    /// The number alone where that is what its phones log in as; phones write it that way.
    static func userName(of line: Line) -> String {
        line.privateIdentity == "\(line.user)@\(line.domain)" ? line.user : line.privateIdentity
    }

    /// What a provider sends calls and texts to.
    static func forProvider(_ line: Line, _ card: DeploymentCard, _ reach: DomainReach)
        -> [PhoneSetting]
    {
        switch reach {
        case .leadsHere:
            [
                PhoneSetting("Calls", line.publicIdentity, id: "provider-calls"),
                PhoneSetting("Texts (SMS)", line.publicIdentity, id: "provider-texts"),
            ]
        case .leadsElsewhere:
            [PhoneSetting("By address", card.uriByAddress(of: line.user), id: "provider-node")]
                + (card.uriByNodeName(of: line.user).map {
                    [PhoneSetting("By the node's name", $0, id: "provider-name")]
                } ?? [])
                + [
                    PhoneSetting(
                        "Once the domain leads here", line.publicIdentity, id: "provider-calls")
                ]
        }
    }

    private static func words(_ transports: [String]) -> String {
        transports.joined(separator: " or ")
    }
}
