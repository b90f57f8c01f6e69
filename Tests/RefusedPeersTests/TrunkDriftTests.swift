import NetworkAddresses
import NodeConfiguration
import RefusedPeers
import Testing

@Suite struct TrunkDriftTests {
    private func trunk(_ name: String, _ peers: String...) -> TrunkDefinition {
        TrunkDefinition(
            name: name, entries: TrunkPreset.entries(of: peers),
            origin: ConfigurationOrigin(file: "trunks", line: 4))
    }

    private let voxbone = PresetCatalogue.shipped.named("voxbone")!
    private let twilio = PresetCatalogue.shipped.named("twilio")!

    @Test func `What the trunk lacks, has besides, and would have let in`() {
        let drift = TrunkDrift(
            trunk(
                "voxbone", "81.201.82.45", "81.201.84.195", "81.201.83.45", "81.201.86.45",
                "81.201.82.10", "81.201.82.11", "81.201.82.12", "192.0.2.1", "own.example"),
            against: voxbone,
            madeFrom: PresetProvenance(preset: "voxbone", asOf: "2019"),
            refusals: [
                (IPAddress("81.201.85.45")!, 14), (IPAddress("203.0.113.9")!, 3),
            ])
        #expect(drift.missing == ["81.201.85.45"])
        #expect(drift.surplus == ["192.0.2.1", "own.example"])
        #expect(drift.accepted == [TrunkDrift.Accepted(source: "81.201.85.45", count: 14)])
        #expect(drift.acceptedCount == 14 && drift.refused == 17)
        #expect(drift.madeAsOf == "2019")
        #expect(drift.command == "clearwater trunk allow 81.201.85.45 --trunk voxbone")
    }

    @Test func `A network holds the addresses within it`() {
        let drift = TrunkDrift(
            trunk("v", "81.201.80.0/21"), against: voxbone, madeFrom: nil, refusals: [])
        #expect(drift.missing.isEmpty && drift.surplus.isEmpty && drift.command == nil)
    }

    @Test func `One address of a published network leaves the network missing`() {
        let drift = TrunkDrift(
            trunk("t", "54.172.60.1"), against: twilio, madeFrom: nil,
            refusals: [(IPAddress("54.172.60.2")!, 2)])
        #expect(drift.missing.contains("54.172.60.0/30") && drift.missing.count == 8)
        #expect(drift.surplus.isEmpty && drift.acceptedCount == 2)
    }

    @Test func `The option trusted_peers is changed by hand`() {
        let drift = TrunkDrift(
            trunk("trusted_peers", "81.201.80.0/22"), against: voxbone, madeFrom: nil, refusals: [])
        #expect(
            drift.command
                == "add 81.201.84.195,81.201.86.45,81.201.85.45 to trusted_peers in trunks:4")
    }
}
