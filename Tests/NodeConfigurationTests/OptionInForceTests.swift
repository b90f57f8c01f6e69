import NetworkAddresses
import NodeConfiguration
import Testing

@Suite struct OptionInForceTests {
    private func options(_ files: [String: String]) throws -> [String: OptionInForce] {
        let fixture = ConfigurationFixture(files)
        let loaded = fixture.directory.load()
        let settings = try #require(loaded.settings)
        let options = settings.options(written: loaded.written)
        return Dictionary(uniqueKeysWithValues: options.map { ($0.name, $0) })
    }

    @Test func `Every option that is obeyed is listed with its meaning`() throws {
        let options = try options(["shared_config": "home_domain=example.com\n"])
        let supported = OptionCatalogue.names.filter {
            if case .supported = OptionCatalogue.state(of: $0) { true } else { false }
        }
        #expect(options.keys.sorted() == supported)
        #expect(options.values.allSatisfy { !$0.meaning.isEmpty })
    }

    @Test func `A value comes from the last line that sets it, or is the default`() throws {
        let options = try options([
            "local_config": "local_ip=127.0.0.1\n",
            "shared_config": "home_domain=Example.com\nreg_max_expires=600\n",
            "user_settings": "# longer\nreg_max_expires=0900\nalias_list='a.example, b.example'\n",
        ])
        #expect(options["reg_max_expires"]?.value == "900")
        #expect(options["reg_max_expires"]?.origin?.line == 2)
        #expect(options["reg_max_expires"]?.origin?.file.hasSuffix("/user_settings") == true)
        #expect(options["home_domain"]?.value == "example.com")
        #expect(options["alias_list"]?.value == "a.example, b.example")
        #expect(options["ellis_port"]?.value == "8080")
        #expect(options["ellis_port"]?.origin == nil)
        #expect(options["smtp_smarthost"]?.value == "")
    }

    @Test func `A value that cannot be obeyed leaves the default, and says so`() throws {
        let options = try options([
            "shared_config": "home_domain=example.com\nsip_port=5070\n",
            "user_settings": "sip_port=x\nxdms_port=8080\n",
        ])
        #expect(options["sip_port"]?.value == "5060" && options["sip_port"]?.origin == nil)
        #expect(options["xdms_port"]?.value == "0" && options["xdms_port"]?.origin == nil)
    }

    @Test(arguments: [
        "signup_key", "ellis_api_key", "homestead_provisioning_key", "smtp_password",
    ])
    func `A secret is shown as set and no more`(name: String) throws {
        let options = try options([
            "shared_config": "home_domain=example.com\nsmtp_username=me\n\(name)=hush\n"
        ])
        #expect(options[name]?.value == "(set)" && options[name]?.origin?.line == 3)
    }

    @Test func `What needs a start stays as it runs, and is named`() {
        var running = NodeSettings(homeDomain: "example.com")
        running.web.isHomesteadProvisioningOpen = true
        running.web.homesteadProvisioningKey = "key"
        var new = running
        new.homeDomain = "example.net"
        new.sipPort = 5070
        new.web.ellisPort = nil
        new.web.isHomesteadProvisioningOpen = false
        new.web.homesteadProvisioningKey = nil
        new.web.signupKey = "new"
        let (kept, waiting) = new.keepingWhatNeedsAStart(of: running)
        var expected = running
        expected.web.signupKey = "new"
        #expect(kept == expected)
        #expect(
            waiting == [
                "home_domain", "sip_port", "ellis_port", "homestead_provisioning_open",
                "homestead_provisioning_key",
            ])
    }
}
