import NodeConfiguration
import Testing

@Suite("Trunks of a configuration")
struct TrunksFileReadingTests {
    private static func load(_ trunks: String, userSettings: String = "") -> (
        LoadedConfiguration, ConfigurationFixture
    ) {
        let fixture = ConfigurationFixture([
            "local_config": "local_ip=127.0.0.1\nhome_domain=example.com\n",
            "user_settings": userSettings, "trunks": trunks,
        ])
        return (fixture.directory.load(), fixture)
    }

    private static func summary(_ loaded: LoadedConfiguration) -> [String] {
        (loaded.settings?.trunks ?? []).map {
            "\($0.name)@\($0.origin.line ?? 0): "
                + $0.entries.map(\.description).joined(separator: " ")
        }
    }

    @Test("trusted_peers comes first, named trunks follow in their order, with where they stand")
    func order() {
        let (loaded, _) = Self.load(
            "# ours\nzeta=192.0.2.1\n\nalpha-1='192.0.2.0/28, sip.example.com' # two\n",
            userSettings: "trusted_peers=198.51.100.1\n")
        #expect(
            Self.summary(loaded) == [
                "trusted_peers@1: 198.51.100.1", "zeta@2: 192.0.2.1",
                "alpha-1@4: 192.0.2.0/28 sip.example.com",
            ])
        #expect(loaded.mistakes == [] && loaded.notes == [])
    }

    @Test("A bad entry is named and not trusted, and the good ones beside it are")
    func badEntry() {
        let (loaded, fixture) = Self.load(
            "a=\"192.0.2.1, 192.0.2.9/24, 192.0.2.2\"\n",
            userSettings: "trusted_peers=1.2.3,198.51.100.1\n")
        #expect(
            Self.summary(loaded) == ["trusted_peers@1: 198.51.100.1", "a@1: 192.0.2.1 192.0.2.2"])
        #expect(
            loaded.mistakeLines(fixture) == [
                "user_settings:1: \"1.2.3\" is not an address, a network or a host name."
                    + " Write four numbers from 0 to 255, or a network with its length, such as"
                    + " 192.0.2.0/24."
                    + " It is not trusted.",
                "trunks:1: \"192.0.2.9/24\" has bits set beyond its length."
                    + " Write 192.0.2.0/24 for the network, or 192.0.2.9 for the one address."
                    + " It is not trusted.",
            ])
    }

    @Test("A port is accepted and noted, as is a peer given twice")
    func notes() {
        let (loaded, fixture) = Self.load("a=192.0.2.1:5062,192.0.2.1,\n")
        #expect(Self.summary(loaded) == ["a@1: 192.0.2.1"])
        #expect(loaded.mistakes == [])
        #expect(
            loaded.noteLines(fixture) == [
                "trunks:1: The list has a comma too many.",
                "trunks:1: \"192.0.2.1:5062\": the port 5062 is ignored;"
                    + " 192.0.2.1 is trusted whichever port it sends from.",
                "trunks:1: \"192.0.2.1\" stands in the list twice.",
            ])
    }

    @Test("A name that stands twice is a mistake that loses no peer")
    func duplicateName() {
        let (loaded, fixture) = Self.load("a=192.0.2.1\nb=192.0.2.5\na=192.0.2.1,192.0.2.2\n")
        #expect(Self.summary(loaded) == ["a@1: 192.0.2.1 192.0.2.2", "b@2: 192.0.2.5"])
        #expect(
            loaded.mistakeLines(fixture) == [
                "trunks:3: the trunk \"a\" stands in line 1 already."
                    + " Join the two lines, or give one another name."
            ])
    }

    @Test(
        "A name that cannot be a trunk's is named",
        arguments: [
            "Upper=192.0.2.1", "a.b=192.0.2.1", "a b=192.0.2.1", "=192.0.2.1",
            "trusted_peers=192.0.2.1",
            "ä=192.0.2.1", String(repeating: "a", count: 65) + "=192.0.2.1",
        ])
    func badName(line: String) {
        let (loaded, _) = Self.load("good=192.0.2.7\n\(line)\n")
        #expect(Self.summary(loaded) == ["good@1: 192.0.2.7"])
        #expect(loaded.mistakes.map(\.origin.line) == [2])
    }

    @Test("The difference of two sets names what came and what went")
    func change() throws {
        let (old, _) = Self.load("a=192.0.2.1,192.0.2.2\ngone=192.0.2.9\nsame=192.0.2.3:5060\n")
        let (new, _) = Self.load(
            "# moved\nsame=192.0.2.3\na='192.0.2.2, 192.0.2.4,h.example'\nborn=192.0.2.0/28\n")
        let changes = TrunkChange.between(
            try #require(old.settings).trunks, and: try #require(new.settings).trunks)
        #expect(
            changes.map(\.description) == [
                "trunk a: added 192.0.2.4, h.example; removed 192.0.2.1",
                "trunk born: added 192.0.2.0/28",
                "trunk gone: removed 192.0.2.9",
            ])
    }
}
