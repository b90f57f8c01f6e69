import Glibc
import NodeConfiguration
import Testing

@Suite("Files of the configuration directory")
struct ConfigurationFileTests {
    @Test("A later file wins, and a later line within a file")
    func precedence() {
        let fixture = ConfigurationFixture([
            "local_config": "home_domain=one.example\nsip_port=5061\nlog_level=1\n",
            "shared_config": "home_domain=two.example\nsip_port=5062\n",
            "user_settings": "sip_port=5063\nsip_port=5064\n",
        ])
        let settings = fixture.directory.load().settings
        #expect(settings?.homeDomain == "two.example")
        #expect(settings?.sipPort == 5064)
        #expect(settings?.logVerbosity == .warning)
    }

    @Test("A line that cannot be read is not replaced by the earlier one it was to override")
    func unreadableLineHidesEarlier() {
        let fixture = ConfigurationFixture([
            "shared_config":
                "home_domain=example.com\ntrusted_peers=192.0.2.1,192.0.2.2\nauthentication=N\n",
            "user_settings": "trusted_peers=\"192.0.2.1\nauthentication='Y\n",
        ])
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes.count == 2)
        #expect(loaded.settings?.trunks == [])
        #expect(loaded.settings?.isAuthenticationRequired == true)
    }

    @Test("One file with the domain is enough", arguments: ConfigurationDirectory.optionFileNames)
    func oneFile(name: String) {
        let fixture = ConfigurationFixture([name: "home_domain=example.com\n"])
        let loaded = fixture.directory.load()
        #expect(loaded.settings == NodeSettings(homeDomain: "example.com"))
        #expect(loaded.mistakes == [])
        #expect(
            loaded.noteLines(fixture) == [
                "local_config: local_ip is not set, so the node listens on 127.0.0.1 and this"
                    + " machine alone"
                    + " reaches it."
            ])
    }

    @Test("Without a domain there are no settings, and the remedy says which line to add")
    func noDomain() {
        for text in ["", "home_domain=\n", "local_ip=127.0.0.1\n"] {
            let fixture = ConfigurationFixture(["local_config": text])
            let loaded = fixture.directory.load()
            #expect(loaded.settings == nil)
            #expect(
                loaded.mistakeLines(fixture) == [
                    "shared_config: home_domain is not set. Add a line such as"
                        + " home_domain=example.com."
                ])
        }
    }

    @Test("A domain that is wrong is one mistake, not two")
    func wrongDomain() {
        let fixture = ConfigurationFixture(["shared_config": "home_domain=example_com\n"])
        let loaded = fixture.directory.load()
        #expect(loaded.settings == nil)
        #expect(
            loaded.mistakeLines(fixture) == [
                "shared_config:1: home_domain: \"example_com\" is not a host name or an address."
                    + " Write it alone, without a port, in letters, digits, hyphens and full stops."
            ])
    }

    @Test("A directory that is not there is the one mistake")
    func noDirectory() {
        let loaded = ConfigurationDirectory("/nonexistent/clearwater/").load()
        #expect(loaded.settings == nil)
        #expect(
            loaded.mistakes.map(\.description) == [
                "/nonexistent/clearwater: the configuration directory cannot be used: No such"
                    + " file or directory."
                    + " Create it and put home_domain=DOMAIN in its shared_config, or name"
                    + " another with --config."
            ])
    }

    @Test("A file in the directory's place is the one mistake")
    func fileAsDirectory() {
        let loaded = ConfigurationDirectory("/dev/null").load()
        #expect(
            loaded.mistakes.map(\.description) == [
                "/dev/null: this is not a directory."
                    + " Name the directory that holds shared_config and user_settings."
            ])
    }

    @Test(
        "What cannot be read in a file's place is named, and the other files count",
        arguments: ConfigurationDirectory.fileNames)
    func unusable(name: String) {
        let domainFile = name == "shared_config" ? "local_config" : "shared_config"
        let replacements: [(ConfigurationFixture) -> Void] = [
            { mkdir($0.directory.path(of: name), 0o755) },
            { mkfifo($0.directory.path(of: name), 0o644) },
            { $0.write(name, bytes: [0x61, 0x3D, 0xFF, 0x0A]) },
            { $0.write(name, bytes: [0x61, 0x3D, 0x00, 0x0A]) },
            { $0.write(name, bytes: [UInt8](repeating: 0x23, count: 1 << 20 + 1)) },
            { symlink(name, $0.directory.path(of: name)) },
        ]
        let reports = [
            "is a directory. Put a text file of name=value lines in its place.",
            "is not a regular file. Put a text file of name=value lines in its place.",
            "is not UTF-8 text. Save it as UTF-8 text.",
            "is not UTF-8 text. Save it as UTF-8 text.",
            "is larger than 1 MiB. Put a text file of name=value lines in its place.",
            "cannot be read: Too many levels of symbolic links. Remove the loop of symbolic links.",
        ]
        for (replace, report) in zip(replacements, reports) {
            let fixture = ConfigurationFixture([domainFile: "home_domain=example.com\n"])
            replace(fixture)
            let loaded = fixture.directory.load()
            #expect(loaded.mistakeLines(fixture) == ["\(name): \(report)"])
            #expect(loaded.settings?.homeDomain == "example.com")
        }
    }

    @Test("A file without the right to read it is named", .enabled(if: geteuid() != 0))
    func noRight() {
        let fixture = ConfigurationFixture(userSettings: "log_level=4\n")
        let path = fixture.directory.path(of: "user_settings")
        chmod(path, 0)
        #expect(
            fixture.directory.load().mistakeLines(fixture) == [
                "user_settings: cannot be read: Permission denied."
                    + " Give the node's user the right to read it: chmod a+r \(path)."
            ])
    }

    @Test("The one file of older Clearwaters is not passed over in silence")
    func oldFile() {
        let fixture = ConfigurationFixture(["config": "home_domain=example.com\n"])
        let loaded = fixture.directory.load()
        #expect(loaded.settings == nil)
        #expect(
            loaded.notes.contains { $0.kind == .deprecated && $0.origin.file.hasSuffix("/config") })
    }

    @Test("Mistakes come all at once, in the order of files and lines")
    func allAtOnce() {
        let fixture = ConfigurationFixture([
            "local_config": "sip_port=0\nlocal_ip=x\noops\n",
            "shared_config": "home_domain=example.com\n",
            "user_settings": "log_level=9\ntrusted_peers=192.0.2.300\n",
            "trunks": "A=192.0.2.1\nb=192.0.2.1/24\n",
        ])
        let lines = fixture.directory.load().mistakeLines(fixture)
        #expect(
            lines.map { String($0.prefix { $0 != " " }) } == [
                "local_config:1:", "local_config:2:", "local_config:3:", "user_settings:1:",
                "user_settings:2:", "trunks:1:", "trunks:2:",
            ])
    }

    @Test("At the start good lines count; afterwards a mistake leaves everything as it was")
    func settingsInForce() {
        let fixture = ConfigurationFixture(userSettings: "trusted_peers=192.0.2.1,bad!\n")
        let first = fixture.directory.load()
        let started = first.settingsInForce(after: nil)
        #expect(started?.trunks.first?.entries.map(\.description) == ["192.0.2.1"])

        fixture.write("user_settings", "trusted_peers=192.0.2.2,bad!\n")
        #expect(fixture.directory.load().settingsInForce(after: started) == started)

        fixture.write("user_settings", "trusted_peers=192.0.2.2\n")
        let repaired = fixture.directory.load().settingsInForce(after: started)
        #expect(repaired?.trunks.first?.entries.map(\.description) == ["192.0.2.2"])
    }
}
