import NodeAssembly
import Provisioning
import Testing

@Suite struct DeploymentTests {
    @Test func `The card has the port where it is not 5060, and the name beside the address`()
        async throws
    {
        let own = try await NodeUnderTest([
            "shared_config":
                "home_domain=example.com\nsip_port=5070\npublic_hostname=node1.example.com\n"
                + "public_ip=2001:db8::7\n"
        ])
        let card = await own.node.card()
        #expect(card.domain == "example.com" && card.transports == ["UDP", "TCP"])
        #expect(card.outboundProxy == "node1.example.com:5070")
        #expect(card.uriByAddress(of: "1234") == "sip:1234@[2001:db8::7]:5070")
        #expect(card.uriByNodeName(of: "1234") == "sip:1234@node1.example.com:5070")
        try await own.end()
    }

    @Test func `A domain that is the node's own address leads here without a name server`()
        async throws
    {
        let own = try await NodeUnderTest()
        #expect(await own.node.domainReach() == .leadsHere)
        try await own.end()
    }

    @Test func `A domain that is another address leads elsewhere`() async throws {
        let own = try await NodeUnderTest(["shared_config": "home_domain=192.0.2.9\n"])
        guard case .leadsElsewhere(let reason) = await own.node.domainReach() else {
            Issue.record("leads here")
            return
        }
        #expect(reason.contains("192.0.2.9:5060") && reason.contains("127.0.0.1:5060"))
        try await own.end()
    }

    @Test func `The configuration names where each value comes from, and shows no secret`()
        async throws
    {
        let own = try await NodeUnderTest(["user_settings": "log_level=3\nsignup_key=hush\n"])
        let options = await own.node.configuration()
        let level = try #require(options.first { $0.name == "log_level" })
        #expect(level.value == "3" && level.origin == "\(own.configuration)/user_settings:1")
        let port = try #require(options.first { $0.name == "ellis_port" })
        #expect(port.value == "8080" && port.origin == "default")
        #expect(options.first { $0.name == "signup_key" }?.value == "(set)")
        #expect(!"\(options)".contains("hush"))
        try await own.end()
    }

    @Test func `An option that needs a start waits, and says so in the list and once in the log`()
        async throws
    {
        let own = try await NodeUnderTest()
        try own.write("ellis_port=8081\nlog_level=3\n", to: "user_settings")
        await own.node.reload()
        await own.node.reload()
        let options = await own.node.configuration()
        let port = try #require(options.first { $0.name == "ellis_port" })
        #expect(port.value == "8080" && port.isWaiting && port.origin == "default")
        #expect(options.first { $0.name == "log_level" }?.value == "3")
        #expect(
            own.log.components(separatedBy: "ellis_port takes effect at the next start").count == 2)
        try await own.end()
    }

    @Test func `Mistakes of the files are listed, and what was in force stays`() async throws {
        let own = try await NodeUnderTest()
        try own.write("sip_port=none\nlog_level=5\n", to: "user_settings")
        await own.node.reload()
        let mistakes = await own.node.configurationMistakes()
        #expect(mistakes.count == 1 && mistakes[0].contains("user_settings:1: sip_port"))
        #expect(await own.node.configuration().first { $0.name == "log_level" }?.value == "2")
        try await own.end()
    }

    @Test func `The overview counts nobody where nobody is`() async throws {
        let own = try await NodeUnderTest()
        let overview = try await own.node.overview()
        #expect(overview.listeners == ["UDP 127.0.0.1:5060", "TCP 127.0.0.1:5060"])
        #expect(overview.lines == 0 && overview.registered == 0 && overview.refusals == [])
        try await own.end()
    }
}
