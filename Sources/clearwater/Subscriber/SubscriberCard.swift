import NodeAssembly
import NodeConfiguration
import Provisioning

/// What a phone and a trunk provider have to be told about one subscriber.
struct SubscriberCard: Encodable {
    let sipURI: String
    let username: String
    /// Known only when it has just been set.
    var password: String?
    let domain: String
    let outboundProxy: String
    /// For the trunk provider: where the domain's name leads to this node.
    let trunkURIByDomain: String
    /// For the trunk provider: straight to this node's address.
    let trunkURIByAddress: String
    /// For the trunk provider: straight to this node's name; nil where it has none.
    let trunkURIByNodeName: String?

    init(user: String, password: String? = nil, settings: NodeSettings) {
        let card = DeploymentCard(settings)
        sipURI = card.uri(of: user)
        username = user
        self.password = password
        domain = card.domain
        outboundProxy = card.outboundProxy
        trunkURIByDomain = card.uri(of: user)
        trunkURIByAddress = card.uriByAddress(of: user)
        trunkURIByNodeName = card.uriByNodeName(of: user)
    }

    var text: String {
        var lines = [
            "For the phone", "  SIP URI         \(sipURI)", "  username        \(username)",
            "  password        \(password.map { "\($0)   (shown only now)" } ?? "as it was set")",
            "  domain          \(domain)", "  outbound proxy  \(outboundProxy)   (UDP or TCP)",
            "For the trunk provider, one of",
            "  by domain       \(trunkURIByDomain)   (where \(domain) leads to this node)",
            "  by address      \(trunkURIByAddress)",
        ]
        if let trunkURIByNodeName { lines.append("  by node name    \(trunkURIByNodeName)") }
        return lines.joined(separator: "\n")
    }
}
