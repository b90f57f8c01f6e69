import DNSResolver
import DNSTestKit
import Determinism
import Glibc
import NetworkAddresses
import SIPTransports
import Testing

private func resolver(_ change: (inout DNSSettings) -> Void) throws -> DNSResolver {
    var settings = DNSSettings()
    settings.systemServers = nil
    settings.hosts = nil
    change(&settings)
    return try DNSResolver(settings, entropy: EntropySource(seed: 1))
}

private func target(_ transport: TransportProtocol, _ address: String, _ port: UInt16)
    -> ServerTarget
{
    ServerTarget(transport: transport, endpoint: SocketEndpoint(IPAddress(address)!, port))
}

extension DNSResolver {
    fileprivate func locate(
        _ host: String, port: UInt16? = nil, _ transport: TransportProtocol? = nil
    ) async
        -> LocationOutcome
    {
        await withCheckedContinuation { continuation in
            locate(ServerQuery(host: host, port: port, transport: transport)) {
                continuation.resume(returning: $0)
            }
        }
    }
}

struct DNSResolverTests {
    private static let table: NameServer.Table = [
        "voice.example": [
            35: .records(
                [
                    authority(20, 1, "SIP+D2U", "_sip._udp.voice.example"),
                    authority(10, 1, "SIP+D2T", "_sip._tcp.voice.example"),
                ], ttl: 500)
        ],
        "_sip._udp.voice.example": [
            33: .records([service(1, 1, 5060, "Edge.Voice.Example")], ttl: 400)
        ],
        "_sip._tcp.voice.example": [
            33: .records([service(1, 1, 5070, "edge.voice.example")], ttl: 400)
        ],
        "edge.voice.example": [
            1: .records([[192, 0, 2, 7]], ttl: 111),
            28: .records(
                [[0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [9]], ttl: 222),
        ],
        "alias.example": [5: .alias("edge.voice.example")],
        "broken.example": [1: .failure, 28: .failure],
        "silent.example": [1: .silence, 28: .silence],
        "local.test": [1: .records([[127, 0, 0, 5]], ttl: 30)],
    ]

    @Test("NAPTR, SRV and addresses lead from a domain to its servers, with the least time to live")
    func wholeWay() async throws {
        let server = NameServer(Self.table)
        let resolver = try resolver { $0.nameServers = [server.address] }
        let wanted = [
            target(.tcp, "192.0.2.7", 5070), target(.tcp, "2001:db8::9", 5070),
            target(.udp, "192.0.2.7", 5060),
            target(.udp, "2001:db8::9", 5060),
        ]
        guard case .found(let targets, let ttl) = await resolver.locate("voice.example") else {
            Issue.record("not found")
            return
        }
        #expect(targets == wanted)
        #expect((109...111).contains(ttl))
        guard case .found(let overUDP, _) = await resolver.locate("voice.example", .udp) else {
            Issue.record("not found")
            return
        }
        #expect(overUDP == [target(.udp, "192.0.2.7", 5060), target(.udp, "2001:db8::9", 5060)])
    }

    @Test("An alias is followed, and its time to live counts")
    func alias() async throws {
        let server = NameServer(Self.table)
        let resolver = try resolver { $0.nameServers = [server.address] }
        guard case .found(let addresses, let ttl) = await resolver.addresses(of: "alias.example")
        else {
            Issue.record("not found")
            return
        }
        #expect(addresses == [IPAddress("192.0.2.7"), IPAddress("2001:db8::9")])
        #expect(ttl <= 60)
    }

    @Test("A name that does not exist is nothing; a name server that fails is unavailable")
    func failures() async throws {
        let server = NameServer(Self.table)
        let resolver = try resolver { $0.nameServers = [server.address] }
        #expect(await resolver.addresses(of: "gone.example") == .nothing)
        #expect(await resolver.locate("gone.example") == .nothing)
        #expect(await resolver.addresses(of: "broken.example") == .unavailable)
    }

    @Test("Name servers that are silent, or not there, make it unavailable within five seconds")
    func unreachable() async throws {
        let server = NameServer(Self.table)
        let silent = try resolver { $0.nameServers = [server.address] }
        let absent = try resolver { $0.nameServers = ["127.0.0.1@9"] }
        let start = ContinuousClock.now
        async let first = silent.addresses(of: "silent.example")
        async let second = absent.locate("voice.example")
        #expect(await first == .unavailable)
        #expect(await second == .unavailable)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("A slow name does not hold up a quick one")
    func besides() async throws {
        let server = NameServer(Self.table)
        let resolver = try resolver {
            $0.nameServers = [server.address]
            $0.patience = .seconds(2)
        }
        async let slow = resolver.addresses(of: "silent.example")
        let start = ContinuousClock.now
        #expect(
            await resolver.addresses(of: "local.test") == .found([IPAddress("127.0.0.5")!], ttl: 30)
        )
        #expect(ContinuousClock.now - start < .seconds(1))
        #expect(await slow == .unavailable)
    }

    @Test("Records of the settings and of a hosts file come before what name servers say")
    func localKnowledge() async throws {
        let file = "/tmp/clearwater-hosts-\(getpid())"
        let text = Array("192.0.2.33 trunk.example\n2001:db8::33 trunk.example\n".utf8)
        let descriptor = open(file, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        _ = write(descriptor, text, text.count)
        close(descriptor)
        defer { unlink(file) }
        let resolver = try resolver {
            $0.nameServers = ["127.0.0.1@9"]
            $0.hosts = file
            $0.records = [
                "home.test. 77 IN SRV 1 1 5060 h.test.",
                "_sip._udp.home.test. 77 IN SRV 1 1 5062 h.test.",
                "_sip._tcp.home.test. 77 IN SRV 1 1 5063 h.test.", "h.test. 44 IN A 192.0.2.44",
                "h.test. 44 IN AAAA 2001:db8::44",
                "home.test. 99 IN NAPTR 1 1 \"s\" \"SIP+D2U\" \"\" _sip._udp.home.test.",
            ]
        }
        let found = await resolver.locate("home.test")
        #expect(
            found
                == .found(
                    [target(.udp, "192.0.2.44", 5062), target(.udp, "2001:db8::44", 5062)], ttl: 44)
        )
        guard case .found(let addresses, _) = await resolver.addresses(of: "trunk.example") else {
            Issue.record("the hosts file was not read")
            return
        }
        #expect(Set(addresses) == [IPAddress("192.0.2.33")!, IPAddress("2001:db8::33")!])
    }

    @Test("An address literal needs no name server")
    func literal() async throws {
        let resolver = try resolver { $0.nameServers = ["127.0.0.1@9"] }
        #expect(
            await resolver.addresses(of: "192.0.2.1")
                == .found([IPAddress("192.0.2.1")!], ttl: .max))
    }

    @Test(
        "A thousand lookups at once are each answered once; beyond the limit at once as unavailable"
    )
    func many() async throws {
        let resolver = try resolver {
            $0.records =
                (0..<100).map { "h\($0).test. 60 IN A 192.0.2.\($0)" } + ["h0.test. 60 IN AAAA ::1"]
            $0.nameServers = ["127.0.0.1@9"]
            $0.mostLookups = 600
        }
        var answered = 0
        var refused = 0
        await withTaskGroup(of: Bool.self) { group in
            for index in 0..<1000 {
                group.addTask {
                    let outcome = await withCheckedContinuation { continuation in
                        resolver.locate(
                            ServerQuery(host: "h\(index % 100).test", port: 5060, transport: nil),
                            families: .v4
                        ) { continuation.resume(returning: $0) }
                    }
                    if outcome == .unavailable { return false }
                    #expect(
                        outcome == .found([target(.udp, "192.0.2.\(index % 100)", 5060)], ttl: 60))
                    return true
                }
            }
            for await isAnswered in group { if isAnswered { answered += 1 } else { refused += 1 } }
        }
        #expect(answered + refused == 1000)
        #expect(refused <= 400)
    }

    @Test("Shutting down answers what is under way, and later lookups at once")
    func shuttingDown() async throws {
        let server = NameServer(Self.table)
        let resolver = try resolver { $0.nameServers = [server.address] }
        let start = ContinuousClock.now
        async let pending = resolver.addresses(of: "silent.example")
        try await Task.sleep(for: .milliseconds(50))
        resolver.shutdown()
        resolver.shutdown()
        #expect(await pending == .unavailable)
        #expect(await resolver.addresses(of: "local.test") == .unavailable)
        #expect(ContinuousClock.now - start < .seconds(3))
    }

    @Test("A setting that cannot be used is told by name")
    func badSettings() throws {
        let server = #expect(throws: DNSSetupError.self) {
            try resolver { $0.nameServers = ["not an address"] }
        }
        #expect(try #require(server).description.contains("'not an address'"))
        let record = #expect(throws: DNSSetupError.self) {
            try resolver { $0.records = ["h.test. IN WHAT"] }
        }
        #expect(try #require(record).description.contains("h.test. IN WHAT"))
    }

    @Test("Record data that does not fit its kind is refused, whatever the bytes")
    func damagedData() {
        var entropy = EntropySource(seed: 35)
        let whole = authority(10, 1, "SIP+D2T", "_sip._tcp.voice.example")
        for kind in DNSQuestion.Kind.allCases {
            for length in 0..<whole.count {
                let record = whole[..<length].withUnsafeBytes { DNSRecord(kind, data: $0) }
                if kind == .namingAuthority { #expect(record == nil) }
            }
            for _ in 0..<2000 {
                let noise = (0..<Int.random(in: 0..<40, using: &entropy)).map { _ in
                    UInt8.random(in: 0...255, using: &entropy)
                }
                _ = noise.withUnsafeBytes { DNSRecord(kind, data: $0) }
            }
        }
    }
}
