import NodeAssembly
import Provisioning
import Testing

@Suite struct TrunkDeskTests {
    private static let author = NodeUnderTest.operatorAtHome

    @Test func `An added trunk stands in the file, is in force and in the audit trail`()
        async throws
    {
        let own = try await NodeUnderTest(["trunks": "# mine\nold=\"192.0.2.1\"\n"])
        try await own.node.addTrunk(
            "new", peers: ["198.51.100.0/24", "2001:db8::1"], by: Self.author)
        #expect(
            own.text(of: "trunks")
                == "# mine\nold=\"192.0.2.1\"\nnew=\"198.51.100.0/24, 2001:db8::1\"\n")
        let trunk = try #require(await own.node.trunks().last)
        #expect(trunk.name == "new" && trunk.peers == ["198.51.100.0/24", "2001:db8::1"])
        #expect(trunk.origin == "\(own.configuration)/trunks:3" && trunk.isEditable)
        let entry = try #require(try await own.node.audit.audit(before: nil, limit: 5).first)
        #expect(entry.action == "add trunk" && entry.object == "new: 198.51.100.0/24, 2001:db8::1")
        #expect(entry.author == Self.author)
        try await own.end()
    }

    @Test func `A removed trunk is gone from the file and from force`() async throws {
        let own = try await NodeUnderTest(["trunks": "a=\"192.0.2.1\"\nb=\"192.0.2.2\"\n"])
        try await own.node.removeTrunk("a", by: Self.author)
        #expect(own.text(of: "trunks") == "b=\"192.0.2.2\"\n")
        #expect(await own.node.trunks().map(\.name) == ["b"])
        let entry = try #require(try await own.node.audit.audit(before: nil, limit: 5).first)
        #expect(entry.action == "remove trunk" && entry.object == "a: 192.0.2.1")
        try await own.end()
    }

    @Test func `A preset's peers come with its date and source, under any name`() async throws {
        let own = try await NodeUnderTest()
        let preset = try #require(await own.node.trunkPresets().first { $0.name == "voxbone" })
        try await own.node.addTrunk("provider", peers: preset.peers, by: Self.author)
        let text = try #require(own.text(of: "trunks"))
        #expect(text.contains("# trunk provider: preset voxbone"))
        #expect(text.contains("provider=\"81.201.82.45"))
        try await own.end()
    }

    @Test func `The option trusted_peers is shown, and not removed here`() async throws {
        let own = try await NodeUnderTest(["user_settings": "trusted_peers=192.0.2.1\n"])
        let trunk = try #require(await own.node.trunks().first)
        #expect(trunk.name == "trusted_peers" && !trunk.isEditable)
        #expect(trunk.origin == "\(own.configuration)/user_settings:1")
        let error = await #expect(throws: ProvisioningError.self) {
            try await own.node.removeTrunk("trusted_peers", by: Self.author)
        }
        #expect(error?.kind == .forbidden)
        try await own.end()
    }

    static let complaints: [(name: String, peers: [String], fields: [String], said: String)] = [
        ("", ["198.51.100.1"], ["name"], "needs a name"),
        ("Upper", ["198.51.100.1"], ["name"], "cannot be the name"),
        ("trusted_peers", ["198.51.100.1"], ["name"], "user_settings"),
        ("old", ["198.51.100.1"], ["name"], "exists"),
        ("new", [], ["peers"], "needs peers"),
        ("new", ["198.51.100.300", "x y"], ["peers", "peers"], "four numbers"),
        ("new", ["198.51.100.1", "198.51.100.1"], ["peers"], "given twice"),
        ("new", ["192.0.2.1"], ["peers"], "a peer of the trunk old already"),
        ("new", ["192.0.2.1/33"], ["peers"], "192.0.2.1/33"),
        ("new", ["192.0.2.7/24"], ["peers"], "192.0.2.0/24"),
        ("new", ["0.0.0.0/0"], ["peers"], "0.0.0.0/0"),
    ]

    @Test(arguments: complaints)
    func `What is wrong with a trunk is said for its field, and it cannot be added`(
        name: String, peers: [String], fields: [String], said: String
    ) async throws {
        let own = try await NodeUnderTest(["trunks": "old=\"192.0.2.1\"\n"])
        let complaints = await own.node.complaints(aboutTrunk: name, peers: peers)
        #expect(complaints.map(\.field) == fields)
        #expect(complaints.contains { $0.message.contains(said) }, "\(complaints)")
        await #expect(throws: ProvisioningError.self) {
            try await own.node.addTrunk(name, peers: peers, by: Self.author)
        }
        #expect(own.text(of: "trunks") == "old=\"192.0.2.1\"\n")
        #expect(try await own.node.audit.audit(before: nil, limit: 1).isEmpty)
        try await own.end()
    }

    @Test func `While the files have a mistake nothing is added or removed, and it is named`()
        async throws
    {
        let own = try await NodeUnderTest(["trunks": "old=\"192.0.2.1\"\n"])
        try own.write("sip_port=none\n", to: "user_settings")
        for change in [
            { try await own.node.addTrunk("new", peers: ["192.0.2.2"], by: Self.author) },
            { try await own.node.removeTrunk("old", by: Self.author) },
        ] as [() async throws -> Void] {
            let error = await #expect(throws: ProvisioningError.self) { try await change() }
            #expect(error?.kind == .conflict && error?.what.contains("user_settings:1") == true)
        }
        #expect(own.text(of: "trunks") == "old=\"192.0.2.1\"\n")
        try await own.end()
    }

    @Test func `A trunk that is not there is not removed`() async throws {
        let own = try await NodeUnderTest()
        let error = await #expect(throws: ProvisioningError.self) {
            try await own.node.removeTrunk("none", by: Self.author)
        }
        #expect(error?.kind == .notFound)
        try await own.end()
    }
}
