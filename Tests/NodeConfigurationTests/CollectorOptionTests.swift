import NodeConfiguration
import Testing

@Suite struct CollectorOptionTests {
    @Test func `Without hep_collector no message is sent anywhere`() {
        let fixture = ConfigurationFixture(userSettings: "hep_capture_id=7\n")
        let loaded = fixture.directory.load()
        #expect(loaded.settings?.collector == nil && loaded.mistakes == [])
    }

    @Test(arguments: [
        ("homer.example.com", "homer.example.com", 9060), ("192.0.2.7:9061", "192.0.2.7", 9061),
        ("[2001:DB8::7]:9061", "[2001:db8::7]", 9061), ("2001:db8::7", "[2001:db8::7]", 9060),
    ] as [(String, String, UInt16)])
    func `The collector is a host with or without a port`(
        written: String, host: String, port: UInt16
    ) {
        let fixture = ConfigurationFixture(userSettings: "hep_collector=\(written)\n")
        #expect(
            fixture.directory.load().settings?.collector
                == CollectorSettings(host: host, port: port))
    }

    @Test func `The number of the node and the bodies are the operator's choice`() {
        let fixture = ConfigurationFixture(
            userSettings: "hep_collector=192.0.2.7\nhep_capture_id=2001\nhep_bodies=Y\n")
        #expect(
            fixture.directory.load().settings?.collector
                == CollectorSettings(host: "192.0.2.7", captureID: 2001, showsSecrets: true))
    }

    @Test(arguments: ["192.0.2.7:0", "192.0.2.7:70000", "homer_host", "udp:192.0.2.7:9060"])
    func `What is no host is a mistake that says what to write`(written: String) {
        let fixture = ConfigurationFixture(userSettings: "hep_collector=\(written)\n")
        let loaded = fixture.directory.load()
        #expect(loaded.settings?.collector == nil)
        #expect(loaded.mistakes.count == 1)
        #expect(loaded.mistakes.first?.remedy.contains(":PORT") == true)
    }
}
