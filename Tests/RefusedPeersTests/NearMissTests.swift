import Determinism
import Foundation
import NetworkAddresses
import NodeConfiguration
import RefusedPeers
import Testing

/// A configuration directory's facts, as the node gathers them.
private struct Facts {
    let directory: TemporaryDirectory
    var facts = AdmissionFacts()

    /// - Parameter inForce: what the files said when they were last good; nil for what they say.
    init(_ files: [String: String], inForce: [String: String]? = nil) throws {
        directory = try TemporaryDirectory()
        let path = directory.path
        func write(_ files: [String: String]) throws {
            for (name, text) in files {
                try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
            }
        }
        let configuration = ConfigurationDirectory(path)
        try write(["shared_config": "home_domain=example.com\n"])
        try write(inForce ?? files)
        facts.trunks = configuration.load().settings?.trunks ?? []
        try write(files)
        let loaded = configuration.load()
        facts.written = loaded.settings?.trunks ?? []
        facts.mistakes = loaded.mistakes
        facts.mentions = configuration.mentions()
        facts.presets = configuration.presets().presets
        facts.provenances = TrunksFile(configuration).provenances()
    }

    func of(_ source: String) -> [NearMiss] {
        facts.nearMisses(of: IPAddress(source)!).map { near in
            NearMiss(
                near.kind, near.sentence.replacing(directory.path + "/", with: ""),
                remedy: near.remedy?.replacing(directory.path + "/", with: ""))
        }
    }
}

@Suite struct NearMissTests {
    @Test func `An address of a preset that no trunk uses`() throws {
        let near = try Facts([:]).of("81.201.82.45")
        #expect(near.map(\.kind) == [.presetUnused])
        #expect(
            near[0].sentence.hasPrefix(
                "it is an address for signalling of the preset voxbone (as of the last text"))
        #expect(near[0].sentence.hasSuffix(", which no trunk uses"))
        #expect(near[0].remedy == "clearwater trunk add --preset voxbone")
    }

    @Test func `An address of a preset that the trunk lacks, and of which the list is older`()
        throws
    {
        let near = try Facts([
            "trunks": """
                # trunk main: preset didww, DIDWW
                # trunk main: as of: 2025-01-01
                main="46.19.209.14"

                """
        ]).of("2a01:ad00:1:14::14")
        #expect(near.map(\.kind) == [.missingFromTrunk])
        #expect(near[0].sentence.contains("the preset didww (as of 2026-09-16"))
        #expect(
            near[0].sentence.hasSuffix(
                ", and the trunk main (trunks:3), which was made from its list as of 2025-01-01,"
                    + " lacks it"))
        #expect(near[0].remedy == "clearwater trunk allow 2a01:ad00:1:14::14 --trunk main")
    }

    @Test func `An address of a preset that trusted_peers lacks: the line to write`() throws {
        let near = try Facts(["user_settings": "trusted_peers=81.201.82.45,81.201.83.45\n"])
            .of("81.201.86.45")
        #expect(near.map(\.kind) == [.missingFromTrunk])
        #expect(
            near[0].remedy
                == "write trusted_peers=81.201.82.45,81.201.83.45,81.201.86.45 in user_settings:1")
    }

    @Test func `A digit of a published address that was written wrongly is named`() throws {
        let near = try Facts(["user_settings": "trusted_peers=81.201.82.54,81.201.83.45\n"])
            .of("81.201.82.45")
        #expect(near.map(\.kind) == [.missingFromTrunk])
        #expect(
            near[0].sentence.hasSuffix(
                "; the trunk trusted_peers (user_settings:1) has 81.201.82.54 in its place"))
        #expect(near[0].remedy == "correct 81.201.82.54 to 81.201.82.45 in user_settings:1")
    }

    @Test func `A published address whose only trunk has it wrong is not one that no trunk uses`()
        throws
    {
        let near = try Facts(["user_settings": "trusted_peers=81.201.82.54\n"]).of("81.201.82.45")
        #expect(near.map(\.kind) == [.missingFromTrunk])
        #expect(near[0].remedy == "correct 81.201.82.54 to 81.201.82.45 in user_settings:1")
    }

    static let slips = [
        ("198.51.10.7", "198.51.100.7"), ("198.15.100.7", "198.51.100.7"),
        ("198.51.100.7", "198.100.51.7"), ("2001:db8::12", "2001:db8::21"),
        ("2001:db8:1::9", "2001:db8:11::9"),
    ]

    @Test(arguments: slips)
    func `One digit off, or two parts in the wrong order, is a slip of the pen`(
        written: String, came: String
    ) throws {
        let near = try Facts(["trunks": "carrier=\"\(written)\"\n"]).of(came)
        #expect(near.first?.kind == .writtenWrongly)
        #expect(
            near.first?.sentence
                == "it differs by a slip of the pen from \(written) of the trunk carrier (trunks:1)"
        )
        #expect(near.first?.remedy?.contains("correct it in trunks:1") == true)
    }

    static let strangers = [
        ("198.51.10.7", "198.51.101.99"), ("198.51.100.7", "203.0.113.7"),
        ("2001:db8::12", "2001:db9::21"),
    ]

    @Test(arguments: strangers)
    func `Who looks like nobody has no near miss`(written: String, came: String) throws {
        #expect(try Facts(["trunks": "carrier=\"\(written)\"\n"]).of(came) == [])
    }

    static let neighbours = [
        ("198.51.100.7", "198.51.100.200", "198.51.100.0/24"),
        ("198.51.100.0/30", "198.51.100.9", "198.51.100.0/24"),
        ("2001:db8:1::9", "2001:db8:1:2::ffff", "2001:db8:1::/48"),
    ]

    @Test(arguments: neighbours)
    func `A neighbour of a trunk's peer is in its network`(
        written: String, came: String, network: String
    ) throws {
        let near = try Facts(["trunks": "carrier=\"\(written)\"\n"]).of(came)
        #expect(near.map(\.kind) == [.sameNetwork])
        #expect(near[0].sentence.hasPrefix("it is in the same network, \(network), as "))
        #expect(
            near[0].remedy
                == "if it is the same provider: clearwater trunk allow \(came) --trunk carrier")
    }

    @Test func `A neighbour of a preset that no trunk uses is in its network`() throws {
        let near = try Facts([:]).of("81.201.82.106")
        #expect(near.map(\.kind) == [.sameNetwork])
        #expect(near[0].sentence.contains("81.201.82.0/24"))
        #expect(near[0].sentence.hasSuffix("of the preset voxbone, which no trunk uses"))
    }

    @Test func `An address that only others name for a provider is not confirmed`() throws {
        let near = try Facts([:]).of("185.47.148.45")
        #expect(near.map(\.kind) == [.unconfirmedAddress])
        #expect(near[0].remedy?.hasPrefix("if the provider confirms it: ") == true)
    }

    @Test func `A provider's address for sound is told, and nothing is offered`() throws {
        let near = try Facts([:]).of("168.86.130.1")
        #expect(near.map(\.kind) == [.mediaAddress])
        #expect(near[0].remedy == nil)
    }

    @Test func `A host name that stood for it before is named`() throws {
        var facts = try Facts(["trunks": "carrier=\"sip.carrier.example\"\n"])
        facts.facts.resolved = ["sip.carrier.example": [IPAddress("192.0.2.2")!]]
        facts.facts.former = [
            "sip.carrier.example": [IPAddress("198.51.100.1")!: WallTime(milliseconds: 1)]
        ]
        let near = facts.of("198.51.100.1")
        #expect(near.map(\.kind) == [.formerAddress])
        #expect(
            near[0].sentence
                == "the host name sip.carrier.example of the trunk carrier stood for it before, and"
                + " now stands for 192.0.2.2")
    }

    @Test func `A neighbour of what a host name stands for is in its network`() throws {
        var facts = try Facts(["trunks": "carrier=\"sip.carrier.example\"\n"])
        facts.facts.resolved = ["sip.carrier.example": [IPAddress("198.51.100.1")!]]
        let near = facts.of("198.51.100.2")
        #expect(near.map(\.kind) == [.sameNetwork])
        #expect(near[0].sentence.contains("as 198.51.100.1 (sip.carrier.example)"))
    }

    @Test func `A host name without an address may be meant, unless a phone asks`() throws {
        let facts = try Facts(["trunks": "carrier=\"sip.carrier.example\"\n"])
        #expect(facts.of("198.51.100.2").map(\.kind) == [.nameWithoutAddress])
        let source = try #require(IPAddress("198.51.100.2"))
        #expect(facts.facts.nearMisses(of: source, placesCalls: false) == [])
    }

    @Test func `A good entry is kept from force by a mistake elsewhere`() throws {
        let near = try Facts(
            ["trunks": "carrier=\"198.51.100.1\"\n", "user_settings": "sip_port=none\n"],
            inForce: [:]
        ).of("198.51.100.1")
        #expect(near.map(\.kind) == [.keptFromForce])
        #expect(
            near[0].sentence.hasPrefix(
                "it is 198.51.100.1 of the trunk carrier in trunks:1, which is not in force because"
                    + " of a mistake: user_settings:1: "))
        #expect(near[0].remedy?.hasPrefix("mend user_settings:1: ") == true)
    }

    @Test func `A line with a mistake that holds the address is named`() throws {
        let near = try Facts(
            ["trunks": "a=192.0.2.1\ncarrier=\"198.51.100.1, 198.51.100.2\n"],
            inForce: ["trunks": "a=192.0.2.1\n"]
        ).of("198.51.100.2")
        #expect(near.map(\.kind) == [.lineWithMistake])
        #expect(
            near[0].sentence
                == "it stands in trunks:2, which has a mistake: the quote \" is not closed on its"
                + " line")
        #expect(near[0].remedy == "mend trunks:2: Add the closing \".")
    }

    static let lines: [(files: [String: String], says: String, remedy: String)] = [
        (
            ["trunks": "#carrier=198.51.100.1\n"], "it stands in a comment, trunks:1",
            "take the # away in trunks:1 if it should count"
        ),
        (
            ["user_settings": "trusted_peer=198.51.100.1\n"],
            "it stands in user_settings:1 as trusted_peer, which is no option",
            "write trusted_peers= in user_settings:1"
        ),
        (
            [
                "shared_config": "home_domain=example.com\ntrusted_peers=198.51.100.1\n",
                "user_settings": "trusted_peers=192.0.2.1\n",
            ],
            "it stands in shared_config:2, but user_settings:1 sets trusted_peers again and counts"
                + " alone",
            "add 198.51.100.1 to trusted_peers in user_settings:1"
        ),
    ]

    @Test(arguments: lines)
    func `A line that trusts nobody and holds the address is named`(
        files: [String: String], says: String, remedy: String
    ) throws {
        let near = try Facts(files).of("198.51.100.1")
        #expect(near.map(\.kind) == [.lineWithoutEffect])
        #expect(near.first?.sentence.hasSuffix(says) == true, "\(near)")
        #expect(near.first?.remedy?.hasSuffix(remedy) == true)
    }

    @Test func `What a preset's comment says of other addresses counts for nothing`() throws {
        let near = try Facts([
            "trunks": "# trunk a: note: others name 203.0.113.9\na=192.0.2.1\n"
        ]).of("203.0.113.9")
        #expect(near == [])
    }

    @Test func `Who is trusted by now has nothing left to do`() throws {
        let near = try Facts(["trunks": "carrier=\"198.51.100.0/24\"\n"]).of("198.51.100.1")
        #expect(near.map(\.kind) == [.trustedByNow])
    }

    @Test(arguments: [
        "10.1.2.3", "172.17.0.1", "192.168.1.1", "100.64.0.1", "169.254.1.1", "fd00::1", "fe80::1",
    ])
    func `A private address hides who sends`(source: String) throws {
        #expect(try Facts([:]).of(source).map(\.kind) == [.privateAddress])
    }

    @Test(arguments: ["11.1.2.3", "172.32.0.1", "192.169.1.1", "100.128.0.1", "2600::1"])
    func `A public address hides nobody`(source: String) throws {
        #expect(try Facts([:]).of(source) == [])
    }

    @Test func `An address of this machine is its own`() throws {
        var facts = try Facts([:])
        facts.facts.own = [IPAddress("203.0.113.5")!]
        #expect(facts.of("203.0.113.5").map(\.kind) == [.thisNode])
        #expect(facts.of("127.0.0.2").map(\.kind) == [.thisNode])
    }

    @Test(arguments: ["64:ff9b::51c9:522d", "2002:51c9:522d::1"])
    func `A provider behind a translation to IPv6 is recognised`(source: String) throws {
        let near = try Facts([:]).of(source)
        #expect(near.map(\.kind) == [.translated])
        #expect(near[0].sentence.hasPrefix("it is 81.201.82.45 behind a translation to IPv6, and"))
        #expect(near[0].sentence.contains("preset voxbone"))
    }

    @Test func `IPv4 in IPv6's dress is the same address`() throws {
        #expect(try Facts([:]).of("::ffff:81.201.82.45").map(\.kind) == [.presetUnused])
    }
}
