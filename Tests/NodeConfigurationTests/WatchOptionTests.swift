import NetworkAddresses
import NodeConfiguration
import Testing

@Suite struct WatchOptionTests {
    private func load(_ lines: String) -> LoadedConfiguration {
        let fixture = ConfigurationFixture(
            userSettings: "local_ip=192.0.2.5,2001:db8::5\n" + lines)
        return withExtendedLifetime(fixture) { fixture.directory.load() }
    }

    @Test func `Nothing is served, written or pinged unless it is asked for`() {
        let settings = load("").settings
        #expect(settings?.web.metricsPort == nil)
        #expect(settings?.watching == WatchSettings())
        #expect(settings?.watching.trunkPings.seconds(for: "any") == nil)
    }

    @Test func `Metrics stay on loopback of the node's families unless they are opened`() {
        let closed = load("metrics_port=9464\n").settings
        #expect(closed?.web.metricsPort == 9464)
        #expect(closed?.metricsAddresses == [.loopbackV4, .loopbackV6])
        let open = load("metrics_port=9464\nmetrics_open=Y\n").settings
        #expect(open?.metricsAddresses == [IPAddress("192.0.2.5")!, IPAddress("2001:db8::5")!])
    }

    @Test func `The port of the metrics must be no other server's`() {
        let loaded = load("metrics_port=8080\n")
        #expect(loaded.mistakes.first?.what == "metrics_port: metrics_port and ellis_port are both 8080")
        #expect(loaded.settings?.web.metricsPort == nil)
    }

    @Test func `Call records have a directory, formats and a size`() {
        let loaded = load(
            """
            call_detail_records=/var/log/calls
            call_detail_records_format='CSV, json'
            call_detail_records_size=5
            log_format=json
            """)
        #expect(loaded.mistakes == [] && loaded.notes == [])
        #expect(
            loaded.settings?.watching.callRecords
                == .init(directory: "/var/log/calls", formats: [.csv, .json], largestFile: 5))
        #expect(loaded.settings?.watching.logFormat == .json)
        #expect(
            load("call_detail_records=/var/log/calls\n").settings?.watching.callRecords
                == .init(directory: "/var/log/calls", formats: [.json], largestFile: 100))
    }

    @Test(arguments: [
        ("30", ["a": 30, "b": 30]), ("0, a:60", ["a": 60]), ("10,b:0", ["a": 10]),
        ("a:5 , b:3600", ["a": 5, "b": 3600]), ("0", [:]),
    ] as [(String, [String: UInt32])])
    func `Trunks are pinged as often as all of them, or each by itself`(
        written: String, expected: [String: UInt32]
    ) {
        let loaded = load("trunk_options_ping='\(written)'\n")
        #expect(loaded.mistakes == [])
        let pings = loaded.settings?.watching.trunkPings
        #expect(pings?.seconds(for: "a") == expected["a"])
        #expect(pings?.seconds(for: "b") == expected["b"])
    }

    @Test(arguments: [
        "trunk_options_ping=1", "trunk_options_ping=4000", "trunk_options_ping=a:b:5",
        "trunk_options_ping=:5", "trunk_options_ping='5,6'", "trunk_options_ping='a:5,a:6'",
        "trunk_options_ping=a:-5", "log_format=xml", "log_format='text,json'",
        "call_detail_records_format='json,json'", "call_detail_records_format=xml",
        "call_detail_records_size=0", "call_detail_records=calls", "metrics_port=70000",
        "metrics_open=yes",
    ])
    func `What cannot be obeyed is one mistake that names the remedy`(line: String) {
        let loaded = load(line + "\n")
        #expect(loaded.mistakes.count == 1 && loaded.mistakes.first?.remedy.isEmpty == false)
        #expect(loaded.settings?.watching == WatchSettings())
    }

    @Test func `A change of what is bound at the start waits for the next`() throws {
        let running = try #require(load("metrics_port=9464\n").settings)
        let changed = try #require(
            load("metrics_port=9465\ncall_detail_records=/x\ntrunk_options_ping=30\n").settings)
        let (kept, waiting) = changed.keepingWhatNeedsAStart(of: running)
        #expect(kept.web.metricsPort == 9464 && kept.watching.callRecords == nil)
        #expect(kept.watching.trunkPings.standard == 30)
        #expect(
            waiting == [
                "metrics_port", "call_detail_records", "call_detail_records_format",
                "call_detail_records_size",
            ])
    }
}
