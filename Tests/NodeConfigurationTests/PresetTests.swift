import Glibc
import NodeConfiguration
import Testing

@Suite struct PresetTests {
    private let fixture = ConfigurationFixture(["shared_config": "home_domain=example.com\n"])

    private func place(_ name: String, _ text: String) {
        mkdir(fixture.directory.path(of: "presets"), 0o755)
        fixture.write("presets/\(name)", text)
    }

    private static let carrier = """
        provider="A carrier"
        as_of=2026-10-01
        signalling="192.0.2.0/28, 2001:db8::1"
        sms=192.0.2.77
        media=198.51.100.0/24
        unconfirmed=192.0.2.99
        source=https://carrier.example/addresses
        caution="Ask it."
        caution='Ask again.'
        called=digits
        from_host=sip.carrier.example
        user_agent="Carrier SBC 1"
        header="X-Carrier: a: b"
        example_caller=441632960000
        messages=none
        options_seconds=30
        identity=Y

        """

    @Test func `Every preset of the release can be read, and is trusted by no other's address`() {
        let presets = PresetCatalogue.shipped.presets
        #expect(presets.map(\.name) == ["didww", "twilio", "voxbone"])
        for preset in presets {
            #expect(preset.entries.count == preset.peers.count)
            #expect(!preset.sources.isEmpty && !preset.asOf.isEmpty && preset.origin == nil)
        }
        let all = presets.flatMap(\.entries).map(\.kind)
        #expect(Set(all).count == all.count)
    }

    @Test func `Voxbone writes numbers without a plus and From its own domain`() throws {
        let dialect = try #require(PresetCatalogue.shipped.named("voxbone")).dialect
        #expect(dialect.called.written("+33182882566") == "33182882566")
        #expect(dialect.contact.written("33182882566") == "+33182882566")
        #expect(dialect.fromHost == "voxbone.com" && dialect.userAgent == "Vox Callcontrol")
        #expect(dialect.messages == .sip && dialect.messageType == "text/plain")
    }

    @Test func `An operator's file is a preset beside those of the release`() throws {
        place("carrier.preset", Self.carrier)
        place("notes.txt", "not a preset")
        let catalogue = fixture.directory.presets()
        #expect(catalogue.mistakes == [])
        #expect(catalogue.names == ["carrier", "didww", "twilio", "voxbone"])
        let preset = try #require(catalogue.named("carrier"))
        #expect(preset.peers == ["192.0.2.0/28", "2001:db8::1", "192.0.2.77"])
        #expect(preset.groups.map(\.purpose) == ["signalling", "SMS"])
        #expect(preset.media == ["198.51.100.0/24"] && preset.unconfirmed == ["192.0.2.99"])
        #expect(preset.cautions == ["Ask it.", "Ask again."])
        #expect(preset.origin?.file == fixture.directory.path(of: "presets/carrier.preset"))
        let dialect = preset.dialect
        #expect(dialect.called == .digits && dialect.caller == .e164)
        #expect(dialect.headers == ["X-Carrier: a: b"] && dialect.fromHost == "sip.carrier.example")
        #expect(dialect.optionsSeconds == 30 && dialect.signsIdentity)
        #expect(dialect.messages == .none && dialect.exampleCaller == "441632960000")
    }

    @Test func `An operator's file takes the place of the release's preset of its name`() throws {
        place("voxbone.preset", Self.carrier)
        let catalogue = fixture.directory.presets()
        #expect(catalogue.names == ["didww", "twilio", "voxbone"])
        #expect(catalogue.named("voxbone")?.provider == "A carrier")
    }

    static let mistakes: [(line: String, says: String)] = [
        ("signaling=192.0.2.1", "a preset has no line \"signaling\". Did you mean signalling?"),
        ("provider=again", "provider stands here twice. Keep one of the two lines."),
        ("media=192.0.2.300", "\"192.0.2.300\" is not an address"),
        ("caller=national", "\"national\" is no value of caller. Write e164 or digits."),
        ("contact=E164", "\"E164\" is no value of contact. Write e164 or digits."),
        ("options_second=30", "Did you mean options_seconds?"),
        ("header=\"no colon\"", "\"no colon\" is no header field. Write NAME: VALUE."),
        ("caution=open\"", "the quote \" is not closed on its line. Add the closing \"."),
    ]

    @Test(arguments: mistakes)
    func `A mistake in an operator's file is named by line, and its preset does not count`(
        line: String, says: String
    ) {
        place("carrier.preset", Self.carrier + line + "\n")
        let catalogue = fixture.directory.presets()
        #expect(catalogue.names == ["didww", "twilio", "voxbone"])
        let said = catalogue.mistakes.map(\.description)
        #expect(said.count == 1)
        #expect(said[0].hasPrefix("\(fixture.directory.path)/presets/carrier.preset:18: "))
        #expect(said[0].contains(says), "\(said)")
    }

    @Test func `A preset without provider, date and addresses is three mistakes`() {
        place("empty.preset", "# nothing\n")
        let said = fixture.directory.presets().mistakes.map(\.what)
        #expect(
            said == [
                "the preset has no addresses", "the preset has no provider",
                "the preset has no as_of",
            ])
    }

    @Test func `A file that cannot be the name of a trunk is no preset`() {
        place("Big One.preset", Self.carrier)
        let said = fixture.directory.presets().mistakes.map(\.what)
        #expect(said == ["\"Big One\" cannot be the name of a preset"])
    }
}
