import NetworkAddresses
import NodeConfiguration
import Testing

@Suite struct WebOptionTests {
    @Test func `The three servers have their usual ports, and homestead-prov stays on loopback`() {
        let fixture = ConfigurationFixture(userSettings: "local_ip=192.0.2.5,2001:db8::5\n")
        let settings = fixture.directory.load().settings
        #expect(settings?.web.ellisPort == 8080)
        #expect(settings?.web.homesteadProvisioningPort == 8889)
        #expect(settings?.web.xdmsPort == 7888)
        #expect(settings?.homesteadProvisioningAddresses == [.loopbackV4, .loopbackV6])
        #expect(settings?.ellisURL == "http://192.0.2.5:8080")
        #expect(settings?.emailRecoverySender == "clearwater@example.com")
    }

    @Test func `Of loopback addresses homestead-prov takes those of the node`() {
        let fixture = ConfigurationFixture(userSettings: "local_ip=127.0.0.7,192.0.2.5\n")
        let settings = fixture.directory.load().settings
        #expect(settings?.homesteadProvisioningAddresses == [IPAddress("127.0.0.7")!])
    }

    @Test func `Every option of the servers has its effect`() {
        let fixture = ConfigurationFixture(
            userSettings: """
                local_ip=192.0.2.5
                ellis_port=443
                homestead_provisioning_port=9889
                homestead_provisioning_open=Y
                homestead_provisioning_key='a long key'
                xdms_port=9888
                signup_key=secret
                ellis_api_key=key
                ellis_hostname=Ellis.example.com
                ellis_certificate_file=/etc/ssl/ellis.pem
                ellis_key_file=/etc/ssl/ellis.key
                smtp_smarthost=mail.example.com:2525
                smtp_username=clearwater
                smtp_password=hush
                email_recovery_sender=Help@example.com
                """)
        let loaded = fixture.directory.load()
        var web = WebSettings()
        web.ellisPort = 443
        web.homesteadProvisioningPort = 9889
        web.isHomesteadProvisioningOpen = true
        web.homesteadProvisioningKey = "a long key"
        web.xdmsPort = 9888
        web.signupKey = "secret"
        web.ellisAPIKey = "key"
        web.ellisHostname = "ellis.example.com"
        web.ellisCertificate = .init(
            certificateFile: "/etc/ssl/ellis.pem", keyFile: "/etc/ssl/ellis.key")
        web.smarthost = .init(host: "mail.example.com", port: 2525)
        web.smtpUsername = "clearwater"
        web.smtpPassword = "hush"
        web.emailRecoverySender = "Help@example.com"
        #expect(loaded.settings?.web == web)
        #expect(loaded.mistakes == [] && loaded.notes == [])
        #expect(loaded.settings?.homesteadProvisioningAddresses == [IPAddress("192.0.2.5")!])
        #expect(loaded.settings?.ellisURL == "https://ellis.example.com")
    }

    @Test func `Port 0 switches a server off`() {
        let fixture = ConfigurationFixture(
            userSettings: "ellis_port=0\nhomestead_provisioning_port=0\nxdms_port=0\n")
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes == [])
        #expect(loaded.settings?.web.ellisPort == nil)
        #expect(loaded.settings?.web.homesteadProvisioningPort == nil)
        #expect(loaded.settings?.web.xdmsPort == nil)
    }

    @Test(arguments: [
        (nil, "mail.example.com", "mail.example.com", 25), ("me", "mail", "mail", 587),
        ("me", "192.0.2.3:25", "192.0.2.3", 25), (nil, "2001:db8::3", "[2001:db8::3]", 25),
        (nil, "[2001:db8::3]:465", "[2001:db8::3]", 465),
    ])
    func `A mail server may carry its port`(
        user: String?, written: String, host: String, port: UInt16
    ) {
        let login = user.map { "smtp_username=\($0)\nsmtp_password=x\n" } ?? ""
        let fixture = ConfigurationFixture(userSettings: "\(login)smtp_smarthost=\(written)\n")
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes == [])
        #expect(loaded.settings?.web.smarthost == .init(host: host, port: port))
    }

    static let faults: [(lines: String, what: String)] = [
        (
            "homestead_provisioning_open=Y",
            "homestead_provisioning_open: opens homestead-prov beyond this machine, and there is"
                + " no key for it"
        ),
        ("ellis_port=x", "ellis_port: \"x\" is not a number from 0 to 65535"),
        ("ellis_port=7888", "ellis_port: xdms_port and ellis_port are both 7888"),
        ("xdms_port=5060", "xdms_port: xdms_port and sip_port are both 5060"),
        (
            "ellis_key_file=/a",
            "ellis_key_file: ellis_certificate_file is missing, and one is of no use without the"
                + " other"
        ),
        (
            "smtp_username=a",
            "smtp_username: smtp_password is missing, and one is of no use without the other"
        ),
        ("smtp_smarthost=mail:x", "smtp_smarthost: \"mail:x\" is not a mail server"),
        ("smtp_smarthost=mail:0", "smtp_smarthost: \"mail:0\" is not a mail server"),
        ("email_recovery_sender=me", "email_recovery_sender: \"me\" is not an e-mail address"),
        (
            "email_recovery_sender='a b@c.d'",
            "email_recovery_sender: \"a b@c.d\" is not an e-mail address"
        ),
        (
            "signup_key=gehéim",
            "signup_key: the value is not visible ASCII of at most 256 characters"
        ),
    ]

    @Test(arguments: faults)
    func `A mistake is named with its remedy`(lines: String, what: String) {
        let fixture = ConfigurationFixture(userSettings: lines)
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes.map(\.what) == [what])
        #expect(loaded.mistakes.allSatisfy { !$0.remedy.isEmpty })
        #expect(loaded.settings?.web.isHomesteadProvisioningOpen == false)
    }

    @Test(arguments: [
        "signup_key=hush hush", "signup_key hush", "signup_key hush=hush", "signup_kay=a hush",
        "smtp_password=hüsh", "log_level=4 ellis_api_key=hush", "ellis_api_key='hush",
        "homestead_provisioning_key = hush",
    ])
    func `No message shows a secret, whatever is wrong with its line`(line: String) {
        let fixture = ConfigurationFixture(userSettings: line)
        let loaded = fixture.directory.load()
        #expect(loaded.settings != nil && !loaded.mistakes.isEmpty)
        let said = (loaded.mistakes.map(\.description) + loaded.notes.map(\.description)).joined()
        #expect(!said.contains("hush") && !said.contains("hüsh"), "\(said)")
    }
}
