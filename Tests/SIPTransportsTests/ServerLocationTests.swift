import Determinism
import NetworkAddresses
import SIPTransports
import Testing

/// A DNS that answers from a table; what is not in it does not exist.
private struct Zone {
    var table: [DNSQuestion: DNSAnswer] = [:]

    mutating func naptr(
        _ name: String, _ records: [(UInt16, UInt16, String, String)], ttl: UInt32 = 300
    ) {
        table[DNSQuestion(name, .namingAuthority)] = .records(
            records.map {
                .namingAuthority(
                    NamingAuthorityRecord(
                        order: $0.0, preference: $0.1, flags: "s", service: $0.2, replacement: $0.3)
                )
            }, ttl: ttl)
    }

    mutating func srv(
        _ name: String, _ records: [(UInt16, UInt16, UInt16, String)], ttl: UInt32 = 300
    ) {
        table[DNSQuestion(name, .service)] = .records(
            records.map {
                .service(ServiceRecord(priority: $0.0, weight: $0.1, port: $0.2, target: $0.3))
            }, ttl: ttl)
    }

    mutating func addresses(_ name: String, _ texts: [String], ttl: UInt32 = 300) {
        let all = texts.map { IPAddress($0)! }
        for (kind, some) in [
            (DNSQuestion.Kind.ipv4Address, all.filter(\.isV4)),
            (.ipv6Address, all.filter { !$0.isV4 }),
        ] where !some.isEmpty {
            table[DNSQuestion(name, kind)] = .records(some.map { .address($0) }, ttl: ttl)
        }
    }

    mutating func fails(_ name: String, _ kind: DNSQuestion.Kind) {
        table[DNSQuestion(name, kind)] = .unavailable
    }

    /// Runs a location to its end; also says what was asked, in order.
    func locate(
        _ host: String, port: UInt16? = nil, _ transport: TransportProtocol? = nil,
        seed: UInt64 = 1,
        families: ServerLocation.Families = [.v4, .v6]
    ) -> (step: ServerLocation.Step, asked: [DNSQuestion]) {
        let query = ServerQuery(host: host, port: port, transport: transport)
        var location = ServerLocation(
            query: query, entropy: EntropySource(seed: seed), families: families)
        var asked: [DNSQuestion] = []
        var step = location.next()
        while case .ask(let questions) = step {
            precondition(!questions.isEmpty)
            asked += questions
            for (index, question) in questions.enumerated() {
                location.answered(question, table[question] ?? .nothing)
                step = location.next()
                if index < questions.count - 1 { precondition(step == .ask([])) }
            }
        }
        return (step, asked)
    }
}

private func target(_ transport: TransportProtocol, _ address: String, _ port: UInt16)
    -> ServerTarget
{
    ServerTarget(transport: transport, endpoint: SocketEndpoint(IPAddress(address)!, port))
}

private func located(_ step: ServerLocation.Step) -> [ServerTarget] {
    if case .located(let targets, _) = step { targets } else { [] }
}

struct ServerLocationTests {
    @Test("An address needs no question")
    func literal() {
        let zone = Zone()
        #expect(
            zone.locate("192.0.2.1") == (.located([target(.udp, "192.0.2.1", 5060)], ttl: .max), [])
        )
        #expect(
            zone.locate("2001:db8::1", port: 5070, .tcp).step
                == .located([target(.tcp, "2001:db8::1", 5070)], ttl: .max))
    }

    @Test("A port leads straight to the addresses, by UDP unless the URI says otherwise")
    func port() {
        var zone = Zone()
        zone.addresses("sip.test", ["192.0.2.1", "2001:db8::1"], ttl: 60)
        let (step, asked) = zone.locate("sip.test", port: 5080)
        #expect(
            step
                == .located(
                    [target(.udp, "192.0.2.1", 5080), target(.udp, "2001:db8::1", 5080)], ttl: 60))
        #expect(
            asked == [DNSQuestion("sip.test", .ipv4Address), DNSQuestion("sip.test", .ipv6Address)])
        #expect(located(zone.locate("sip.test", port: 5080, .tcp).step).first?.transport == .tcp)
    }

    @Test(
        "A transport leads to its SRV records, without them to the addresses at the default port"
    )
    func transport() {
        var zone = Zone()
        zone.addresses("sip.test", ["192.0.2.1"])
        let (step, asked) = zone.locate("sip.test", .tcp)
        #expect(located(step) == [target(.tcp, "192.0.2.1", 5060)])
        #expect(asked.first == DNSQuestion("_sip._tcp.sip.test", .service))
        zone.srv("_sip._tcp.sip.test", [(10, 0, 5091, "edge.test")])
        zone.addresses("edge.test", ["192.0.2.9"])
        #expect(located(zone.locate("sip.test", .tcp).step) == [target(.tcp, "192.0.2.9", 5091)])
    }

    @Test(
        "NAPTR records decide the transports, passing over what we do not speak"
    )
    func namingAuthority() {
        var zone = Zone()
        zone.naptr(
            "home.test",
            [
                (20, 1, "SIP+D2U", "_sip._udp.home.test"),
                (10, 9, "SIP+D2T", "_sip._tcp.home.test"),
                (1, 1, "SIPS+D2T", "_sips._tcp.home.test"), (10, 5, "sip+d2u", "other.test"),
                (1, 1, "E2U+sip", "x.test"),
            ], ttl: 900)
        zone.srv("_sip._udp.home.test", [(1, 1, 5060, "u.test")])
        zone.srv("_sip._tcp.home.test", [(1, 1, 5061, "t.test")], ttl: 40)
        zone.srv("other.test", [(1, 1, 5062, "o.test")])
        for (name, address) in [
            ("u.test", "192.0.2.1"), ("t.test", "192.0.2.2"), ("o.test", "192.0.2.3"),
        ] {
            zone.addresses(name, [address])
        }
        let (step, asked) = zone.locate("home.test")
        let wanted = [
            target(.udp, "192.0.2.3", 5062), target(.tcp, "192.0.2.2", 5061),
            target(.udp, "192.0.2.1", 5060),
        ]
        #expect(step == .located(wanted, ttl: 40))
        #expect(!asked.contains { $0.name.hasPrefix("_sips") || $0.name == "x.test" })
    }

    @Test("Without NAPTR records the SRV records of UDP and TCP are asked at once, UDP first")
    func fallback() {
        var zone = Zone()
        zone.srv("_sip._tcp.home.test", [(1, 1, 5061, "t.test")])
        zone.srv("_sip._udp.home.test", [(5, 1, 5060, "t.test")])
        zone.addresses("t.test", ["192.0.2.2"])
        let (step, asked) = zone.locate("home.test")
        #expect(
            located(step) == [target(.udp, "192.0.2.2", 5060), target(.tcp, "192.0.2.2", 5061)])
        #expect(asked.count == 5, "each question once")
    }

    @Test(
        "With neither NAPTR nor SRV records the name's addresses serve by UDP at the default port")
    func addressesOnly() {
        var zone = Zone()
        zone.addresses("home.test", ["192.0.2.2"])
        #expect(located(zone.locate("home.test").step) == [target(.udp, "192.0.2.2", 5060)])
    }

    @Test("A name that does not exist is nothing")
    func nothing() {
        #expect(Zone().locate("gone.test").step == .nothing)
        #expect(Zone().locate("gone.test", port: 5060).step == .nothing)
    }

    @Test("A domain that declares no service is not reached by its addresses")
    func refusal() {
        var zone = Zone()
        zone.srv("_sip._udp.home.test", [(0, 0, 0, ".")])
        zone.addresses("home.test", ["192.0.2.2"])
        #expect(zone.locate("home.test").step == .nothing)
    }

    @Test("Silent name servers make it unavailable, unless something usable was found")
    func unavailable() {
        var zone = Zone()
        zone.addresses("home.test", ["192.0.2.2"])
        zone.fails("home.test", .namingAuthority)
        #expect(
            located(zone.locate("home.test").step).count == 1, "some servers fail on NAPTR alone")
        zone.fails("_sip._udp.home.test", .service)
        #expect(
            zone.locate("home.test").step == .unavailable, "the addresses may be the wrong place")
        zone.srv("_sip._tcp.home.test", [(1, 1, 5060, "t.test")])
        zone.fails("t.test", .ipv4Address)
        #expect(zone.locate("home.test").step == .unavailable)
        zone.addresses("t.test", ["2001:db8::2"])
        zone.fails("t.test", .ipv4Address)
        #expect(located(zone.locate("home.test").step) == [target(.tcp, "2001:db8::2", 5060)])
    }

    @Test("SRV records are tried by priority, and within one as often first as their weight says")
    func weights() {
        var zone = Zone()
        zone.srv(
            "_sip._udp.home.test",
            [
                (20, 100, 5060, "last.test"), (10, 60, 5060, "a.test"), (10, 30, 5060, "b.test"),
                (10, 10, 5060, "c.test"),
            ])
        for (index, name) in ["a", "b", "c", "last"].enumerated() {
            zone.addresses("\(name).test", ["192.0.2.\(index + 1)"])
        }
        var firsts: [IPAddress: Int] = [:]
        for seed in 0..<2000 {
            let targets = located(zone.locate("home.test", .udp, seed: UInt64(seed)).step)
            #expect(targets.count == 4 && targets.last == target(.udp, "192.0.2.4", 5060))
            firsts[targets[0].endpoint.address, default: 0] += 1
        }
        let shares = (1...3).map { firsts[IPAddress("192.0.2.\($0)")!, default: 0] }
        #expect(
            abs(shares[0] - 1200) < 120 && abs(shares[1] - 600) < 120 && abs(shares[2] - 200) < 80)
    }

    @Test("A record without weight is still drawn sometimes, and the same seed draws the same")
    func zeroWeight() {
        let records = [
            ServiceRecord(priority: 1, weight: 0, port: 1, target: "zero"),
            ServiceRecord(priority: 1, weight: 20, port: 1, target: "twenty"),
        ]
        let firsts = (0..<2000).map { seed in
            var entropy = EntropySource(seed: UInt64(seed))
            var again = entropy
            let order = records.inOrderOfTrial(using: &entropy)
            #expect(order == records.inOrderOfTrial(using: &again))
            return order[0].target
        }
        let zeros = firsts.count { $0 == "zero" }
        #expect(zeros > 40 && zeros < 200, "one in twenty-one")
    }

    @Test("A node without IPv6 does not ask for it")
    func families() {
        var zone = Zone()
        zone.addresses("home.test", ["192.0.2.2", "2001:db8::2"])
        let (step, asked) = zone.locate("home.test", port: 5060, families: .v4)
        #expect(located(step) == [target(.udp, "192.0.2.2", 5060)])
        #expect(asked == [DNSQuestion("home.test", .ipv4Address)])
    }

    @Test("However many records there are, the questions and targets stay bounded")
    func bounds() {
        var zone = Zone()
        zone.srv("_sip._udp.big.test", (0..<500).map { (1, 1, 5060, "h\($0).test") })
        for index in 0..<500 {
            zone.addresses(
                "h\(index).test", (1...9).map { "192.0.2.\($0)" } + ["2001:db8::\(index)"])
        }
        let (step, asked) = zone.locate("big.test", .udp)
        #expect(located(step).count == min(25, ServerLocation.mostTargets))
        #expect(asked.count <= 1 + 2 * ServerLocation.mostHosts)
    }

    @Test(
        "What can be no name is nothing without a question",
        arguments: [
            "", ".", "a..b", String(repeating: "x", count: 64),
            Array(repeating: "abcdefgh", count: 29).joined(separator: "."),
        ])
    func badNames(name: String) {
        #expect(Zone().locate(name, port: 5060) == (.nothing, []))
    }

    @Test("An SRV record that names an address is taken at its word")
    func addressAsTarget() {
        var zone = Zone()
        zone.srv("_sip._udp.home.test", [(1, 1, 5066, "192.0.2.66")])
        #expect(located(zone.locate("home.test", .udp).step) == [target(.udp, "192.0.2.66", 5066)])
    }

    @Test("An answer nobody asked for changes nothing")
    func unasked() {
        var location = ServerLocation(
            query: ServerQuery(host: "home.test", port: 5060, transport: nil),
            entropy: EntropySource(seed: 1))
        _ = location.next()
        location.answered(
            DNSQuestion("evil.test", .ipv4Address), .records([.address(.loopbackV4)], ttl: 1))
        #expect(location.next() == .ask([]))
    }
}
