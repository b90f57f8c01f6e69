import NetworkAddresses
import NodeConfiguration
import Testing

@Suite("Options become values")
struct OptionTests {
    @Test("Everything has Clearwater's default")
    func defaults() {
        let fixture = ConfigurationFixture(["shared_config": "home_domain=Example.COM.\n"])
        let settings = fixture.directory.load().settings
        #expect(settings?.homeDomain == "example.com")
        #expect(settings?.localAddresses == [.loopbackV4])
        #expect(settings?.publicHostname == "127.0.0.1")
        #expect(settings?.sipPort == 5060)
        #expect(settings?.maximumRegistrationSeconds == 300)
        #expect(settings?.isAuthenticationRequired == true)
        #expect(settings?.logVerbosity == .status)
        #expect(settings?.logDirectory == nil)
        #expect(settings?.tracesDecisions == true)
        #expect(settings?.traceMemory == 32 << 20)
        #expect(settings?.trunks == [])
    }

    @Test("Every supported option has its effect")
    func everyOption() {
        let fixture = ConfigurationFixture([
            "local_config": """
            local_ip="127.0.0.2, ::1"
            public_ip=192.0.2.10
            public_hostname=Node-1.example.com
            """,
            "shared_config": """
            home_domain=example.com
            additional_home_domains="example.net,example.org"
            alias_list=alias.example.com,192.0.2.11
            bono_alias_list=alias.example.com,[2001:db8::1]
            ibcf_domain=ibcf.example.com
            reg_max_expires=600
            sip_port=5070
            """,
            "user_settings": """
            log_level=5
            log_directory=/var/log/clearwater
            decision_trace=N
            trace_memory=8
            authentication=N
            trusted_peers="192.0.2.1,192.0.2.2"
            """,
        ])
        var expected = NodeSettings(homeDomain: "example.com")
        expected.localAddresses = [IPAddress("127.0.0.2")!, .loopbackV6]
        expected.publicAddresses = [IPAddress("192.0.2.10")!]
        expected.publicHostname = "node-1.example.com"
        expected.additionalHomeDomains = ["example.net", "example.org"]
        expected.aliases = ["alias.example.com", "192.0.2.11", "[2001:db8::1]", "ibcf.example.com"]
        expected.sipPort = 5070
        expected.maximumRegistrationSeconds = 600
        expected.isAuthenticationRequired = false
        expected.logVerbosity = .debug
        expected.logDirectory = "/var/log/clearwater"
        expected.tracesDecisions = false
        expected.traceMemory = 8 << 20
        expected.trunks = [
            TrunkDefinition(
                name: "trusted_peers",
                entries: ["192.0.2.1", "192.0.2.2"].map {
                    TrunkEntry(kind: .prefix(IPPrefix(host: IPAddress($0)!)), text: $0)
                },
                origin: ConfigurationOrigin(
                    file: fixture.directory.path(of: "user_settings"), line: 6))
        ]
        let loaded = fixture.directory.load()
        #expect(loaded.settings == expected)
        #expect(loaded.mistakes == [])
        #expect(loaded.notes == [])
    }

    @Test("Public address and name follow the local address")
    func publicDefaults() {
        let fixture = ConfigurationFixture([
            "local_config": "home_domain=a.b\nlocal_ip=2001:db8::5,192.0.2.5"
        ])
        let settings = fixture.directory.load().settings
        #expect(settings?.publicAddresses == settings?.localAddresses)
        #expect(settings?.publicHostname == "[2001:db8::5]")
    }

    static let faults: [(line: String, what: String)] = [
        ("sip_port=0", "sip_port: \"0\" is not a number from 1 to 65535"),
        ("sip_port=65536", "sip_port: \"65536\" is not a number from 1 to 65535"),
        ("sip_port=-1", "sip_port: \"-1\" is not a number from 1 to 65535"),
        ("sip_port=+5060", "sip_port: \"+5060\" is not a number from 1 to 65535"),
        (
            "sip_port=99999999999999999999",
            "sip_port: \"99999999999999999999\" is not a number from 1 to 65535"
        ),
        ("reg_max_expires=0", "reg_max_expires: \"0\" is not a number from 1 to 4294967295"),
        ("reg_max_expires=5m", "reg_max_expires: \"5m\" is not a number from 1 to 4294967295"),
        ("log_level=6", "log_level: \"6\" is not a number from 0 to 5"),
        ("log_level=debug", "log_level: \"debug\" is not a number from 0 to 5"),
        ("authentication=no", "authentication: \"no\" is neither Y nor N"),
        ("log_directory=logs", "log_directory: \"logs\" is not an absolute path"),
        (
            "local_ip=host.example.com",
            "local_ip: \"host.example.com\" is not an IPv4 or IPv6 address"
        ),
        ("local_ip=192.0.2.1:5060", "local_ip: \"192.0.2.1:5060\" is not an IPv4 or IPv6 address"),
        ("local_ip=fe80::1%eth0", "local_ip: \"fe80::1%eth0\" is not an IPv4 or IPv6 address"),
        (
            "local_ip=0.0.0.0",
            "local_ip: \"0.0.0.0\" is not an address that a packet can be sent to"
        ),
        (
            "public_ip=ff02::1",
            "public_ip: \"ff02::1\" is not an address that a packet can be sent to"
        ),
        ("public_hostname=a..b", "public_hostname: \"a..b\" is not a host name or an address"),
        (
            "public_hostname=a.b:5060",
            "public_hostname: \"a.b:5060\" is not a host name or an address"
        ),
        ("alias_list=-a.b", "alias_list: \"-a.b\" is not a host name or an address"),
        ("bono_alias_list='a b'", "bono_alias_list: \"a b\" is not a host name or an address"),
        ("ibcf_domain=192.0.2", "ibcf_domain: \"192.0.2\" is not a host name or an address"),
        (
            "additional_home_domains=ü.de",
            "additional_home_domains: \"ü.de\" is not a host name or an address"
        ),
    ]

    @Test("A bad value is named and its option has the default", arguments: faults)
    func fault(line: String, what: String) {
        let fixture = ConfigurationFixture(userSettings: line)
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes.map(\.what) == [what])
        #expect(loaded.mistakes.allSatisfy { !$0.remedy.isEmpty })
        #expect(loaded.settings == NodeSettings(homeDomain: "example.com"))
    }

    @Test("One bad item of a list leaves the others")
    func listKeepsGoodItems() {
        let fixture = ConfigurationFixture(
            userSettings:
                "local_ip=127.0.0.3,nonsense,127.0.0.4\nalias_list=a.example,b_c,d.example\n")
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes.count == 2)
        #expect(loaded.settings?.localAddresses.map(\.description) == ["127.0.0.3", "127.0.0.4"])
        #expect(loaded.settings?.aliases == ["a.example", "d.example"])
    }

    @Test("A surplus comma and a repeated item are noted and harmless")
    func surplus() {
        let fixture = ConfigurationFixture(userSettings: "local_ip=127.0.0.3,,127.0.0.3,\n")
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes == [])
        #expect(loaded.settings?.localAddresses.map(\.description) == ["127.0.0.3"])
        #expect(loaded.notes.map(\.kind) == [.surplusEntry, .surplusEntry])
    }

    @Test("An empty value is as good as none")
    func emptyValue() {
        let fixture = ConfigurationFixture(
            userSettings:
                "trusted_peers=\"\"\nlog_level=\nauthentication=''\nalias_list= # none\nsip_port=\n"
        )
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes == [])
        #expect(loaded.settings == NodeSettings(homeDomain: "example.com"))
    }
}
