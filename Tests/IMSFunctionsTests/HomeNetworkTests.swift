import IMSFunctions
import NetworkAddresses
import Testing

/// Which hosts are ours.
struct HomeNetworkTests {
    private static let home = HomeNetwork(
        domain: "Example.com", additional: ["example.ORG"],
        nodeNames: ["Node1.example.com", "198.51.100.9", "[2001:db8::9]"],
        addresses: [IPAddress("10.1.0.1")!, IPAddress("2001:db8::1")!])

    @Test(
        arguments: [
            ("example.com", .home), ("EXAMPLE.COM", .home), ("example.com.", .home),
            ("example.org", .home),
            ("node1.example.com", .node), ("10.1.0.1", .node), ("[2001:db8::1]", .node),
            ("[2001:DB8:0::1]", .node),
            ("198.51.100.9", .node), ("[2001:db8::9]", .node), ("[::ffff:10.1.0.1]", .node),
            ("", .foreign), (".", .foreign), ("example.co", .foreign), ("xexample.com", .foreign),
            ("sub.example.com", .foreign), ("10.1.0.2", .foreign), ("10.1.0.1.example", .foreign),
        ] as [(String, HomeNetwork.Standing)])
    func `A host is home, this node, or somebody else`(host: String, standing: HomeNetwork.Standing)
    {
        let found = Self.home.standing(ofHost: Array(host.utf8).span)
        #expect(found == standing)
    }

    @Test func `The domain is kept in lower case`() {
        #expect(Self.home.domain == "example.com")
    }
}
