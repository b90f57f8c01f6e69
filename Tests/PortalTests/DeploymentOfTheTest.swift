import Provisioning

/// A deployment whose domain leads to its node, without trunks.
struct DeploymentOfTheTest: DeploymentDesk {
    func card() async -> DeploymentCard {
        DeploymentCard(
            domain: "example.com", outboundProxy: "192.0.2.5:5060", nodeAddress: "192.0.2.5",
            transports: ["UDP", "TCP"])
    }

    func domainReach() async -> DomainReach { .leadsHere }

    func overview() async throws(ProvisioningError) -> DeploymentOverview {
        DeploymentOverview(
            version: "test", uptime: 0, isDraining: false, listeners: [], lines: 0, registered: 0,
            registrations: [], callsInSetup: 0, refusals: [])
    }

    func trunks() async -> [TrunkCard] { [] }
    func trunkPresets() async -> [TrunkPresetCard] { [] }

    func complaints(aboutTrunk name: String, peers: [String]) async -> [FieldComplaint] { [] }

    func addTrunk(_ name: String, peers: [String], by author: Author)
        async throws(ProvisioningError)
    {
        throw ProvisioningError(.unavailable, "this deployment has no trunks file")
    }

    func removeTrunk(_ name: String, by author: Author) async throws(ProvisioningError) {
        throw ProvisioningError(.notFound, "there is no trunk \(name)")
    }

    func configuration() async -> [OptionCard] { [] }
    func configurationMistakes() async -> [String] { [] }
}
