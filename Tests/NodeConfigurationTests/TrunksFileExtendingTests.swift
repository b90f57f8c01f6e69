import NodeConfiguration
import Testing

@Suite struct TrunksFileExtendingTests {
    private let fixture = ConfigurationFixture(["shared_config": "home_domain=example.com\n"])
    private var file: TrunksFile { TrunksFile(fixture.directory) }

    static let lines: [(before: String, after: String)] = [
        ("a=192.0.2.1", "a=\"192.0.2.1, 198.51.100.1\""),
        ("a=\"192.0.2.1\"", "a=\"192.0.2.1, 198.51.100.1\""),
        ("  a='192.0.2.1'   # kept ", "  a=\"192.0.2.1, 198.51.100.1\"   # kept "),
        ("export a=192.0.2.1 # a=b", "export a=\"192.0.2.1, 198.51.100.1\" # a=b"),
        ("a='192.0.2.1,'\"192.0.2.2\"", "a=\"192.0.2.1, 192.0.2.2, 198.51.100.1\""),
        ("a=192.0.2.1\r", "a=\"192.0.2.1, 198.51.100.1\"\r"),
        ("a=192.0.2.1\\,192.0.2.2", "a=\"192.0.2.1, 192.0.2.2, 198.51.100.1\""),
        ("a=", "a=\"198.51.100.1\""),
    ]

    @Test(arguments: lines)
    func `A peer is added to a trunk's line, and all else stays`(before: String, after: String)
        throws
    {
        fixture.write("trunks", "# above\nb=192.0.2.9\n\(before)\n# below\n")
        let edit = try file.allow(["198.51.100.1"], on: "a")
        #expect(fixture.read("trunks") == "# above\nb=192.0.2.9\n\(after)\n# below\n")
        #expect(edit.trunk.entries.last?.description == "198.51.100.1")
        #expect(fixture.directory.load().mistakes == [])
        #expect(fixture.directory.load().settings?.trunks.last == edit.trunk)
    }

    @Test func `A trunk that is not there is made`() throws {
        let edit = try file.allow(["198.51.100.1", "2001:db8::/32"], on: "new")
        #expect(fixture.read("trunks") == "new=\"198.51.100.1, 2001:db8::/32\"\n")
        #expect(edit.trunk.name == "new")
    }

    static let refused: [(peers: [String], trunk: String, says: String)] = [
        (["192.0.2.1"], "a", "given twice"), (["192.0.2.300"], "a", "is not an address"),
        (["192.0.2.2"], "broken", "the quote"), (["192.0.2.2"], "trusted_peers", "user_settings"),
        ([], "a", "needs peers"),
    ]

    @Test(arguments: refused)
    func `What cannot be added is refused, and the file stays`(
        peers: [String], trunk: String, says: String
    ) throws {
        let before = "a=192.0.2.1\nbroken=\"192.0.2.7\n"
        fixture.write("trunks", before)
        let error = #expect(throws: TrunksFileError.self) { try file.allow(peers, on: trunk) }
        #expect(error?.description.contains(says) == true, "\(String(describing: error))")
        #expect(fixture.read("trunks") == before)
    }

    @Test func `A trunk of a preset is known by the comment above it`() throws {
        let preset = try #require(PresetCatalogue.shipped.named("didww"))
        _ = try file.add(preset, as: "main")
        _ = try file.add("other", peers: ["192.0.2.1"], comment: ["made by hand"])
        #expect(
            file.provenances() == ["main": PresetProvenance(preset: "didww", asOf: preset.asOf)])
    }
}
