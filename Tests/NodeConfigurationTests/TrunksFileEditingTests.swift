import Glibc
import NodeConfiguration
import Testing

@Suite("Editing the file of trunks")
struct TrunksFileEditingTests {
    private let fixture = ConfigurationFixture(["shared_config": "home_domain=example.com\n"])
    private let voxbone = PresetCatalogue.shipped.named("voxbone")!
    private var file: TrunksFile { TrunksFile(fixture.directory) }

    @Test("The first trunk makes the file, and the configuration finds it there")
    func firstTrunk() throws {
        let edit = try file.add(
            "carrier", peers: ["192.0.2.1", "192.0.2.0/28,sip.example.com:5060"])
        #expect(
            fixture.read("trunks") == "carrier=\"192.0.2.1, 192.0.2.0/28, sip.example.com:5060\"\n")
        #expect(edit.notes.map(\.kind) == [.ignoredPort])
        #expect(fixture.directory.load().settings?.trunks == [edit.trunk])
        #expect(fixture.strangers == [])
    }

    static let contents = [
        "", "# only a comment\n", "a=192.0.2.1\n", "\n\n  a='192.0.2.1'   # kept \n\n#end",
        "a=192.0.2.1\r\n# crlf\r\n", "broken line\na=\"192.0.2.1\nUPPER=1\n",
        "\u{FEFF}a=192.0.2.1\n",
        "# trunk new: not ours to take\n\na=192.0.2.1\n# trunk new: nor this\n# other\n",
    ]

    @Test("Adding and removing leaves every other byte as it was", arguments: contents)
    func roundTrip(before: String) throws {
        fixture.write("trunks", before)
        let added = try file.add("new", peers: ["198.51.100.1"], comment: ["one\ntwo", "three"])
        let after = try #require(fixture.read("trunks"))
        let end = before.contains("\r\n") ? "\r\n" : "\n"
        #expect(after.utf8.starts(with: before.utf8))
        #expect(
            after.hasSuffix(
                "# trunk new: one two\(end)# trunk new: three\(end)new=\"198.51.100.1\"\(end)"))
        #expect(try file.remove("new") == added.trunk)
        let needsEnd = !before.isEmpty && !before.hasSuffix("\n") && !before.hasSuffix("\r\n")
        #expect(fixture.read("trunks") == before + (needsEnd ? end : ""))
    }

    @Test("A preset brings its eight addresses, its date and its sources")
    func preset() throws {
        let edit = try file.add(voxbone)
        #expect(edit.trunk.name == "voxbone")
        #expect(
            edit.trunk.entries.map(\.description) == [
                "81.201.82.45", "81.201.84.195", "81.201.83.45", "81.201.86.45", "81.201.85.45",
                "81.201.82.10", "81.201.82.11", "81.201.82.12",
            ])
        let text = try #require(fixture.read("trunks"))
        #expect(text.contains("# trunk voxbone: preset voxbone, "))
        #expect(text.contains("not verified with the provider since"))
        for source in voxbone.sources { #expect(text.contains(source)) }
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes == [])
        #expect(loaded.settings?.trunks == [edit.trunk])
        _ = try file.remove("voxbone")
        #expect(fixture.read("trunks") == "")
    }

    @Test("A preset may go by another name, and is found by its own")
    func presetUnderAnotherName() throws {
        let preset = try #require(PresetCatalogue.shipped.named("voxbone"))
        #expect(try file.add(preset, as: "trunk-1").trunk.name == "trunk-1")
        #expect(PresetCatalogue.shipped.named("nobody") == nil)
    }

    @Test("An address that only others name for a preset is a caution, and not trusted")
    func presetCautions() {
        #expect(voxbone.cautions.contains { $0.contains("185.47.148.45") })
        #expect(!voxbone.peers.contains("185.47.148.45"))
    }

    @Test("Removing takes every line of the name, and says what was trusted")
    func removeAllLines() throws {
        fixture.write(
            "trunks", "a=192.0.2.1\n# keep\nb=192.0.2.5\nexport a='192.0.2.2'\na=\"192.0.2.3\n")
        let removed = try file.remove("a")
        #expect(removed.entries.map(\.description) == ["192.0.2.1", "192.0.2.2"])
        #expect(fixture.read("trunks") == "# keep\nb=192.0.2.5\n")
    }

    private func expectRefusal(
        _ says: String, sourceLocation: SourceLocation = #_sourceLocation, _ edit: () throws -> Void
    ) {
        let before = fixture.read("trunks")
        let error = #expect(throws: TrunksFileError.self, sourceLocation: sourceLocation) {
            try edit()
        }
        #expect(error?.description.contains(says) == true, sourceLocation: sourceLocation)
        #expect(fixture.read("trunks") == before, sourceLocation: sourceLocation)
        #expect(fixture.strangers == [], sourceLocation: sourceLocation)
    }

    @Test("What cannot be added is refused with its reason, and the file stays")
    func refusals() {
        fixture.write("trunks", "# a\na=192.0.2.1\nb=\"192.0.2.2\n")
        expectRefusal("trunks:2: the trunk \"a\" exists. Remove it first") {
            _ = try file.add("a", peers: ["192.0.2.9"])
        }
        // Its value cannot be read, but the name is taken all the same.
        expectRefusal("trunks:3: the trunk \"b\" exists.") {
            _ = try file.add("b", peers: ["192.0.2.9"])
        }
        expectRefusal("\"Big\" cannot be the name of a trunk. Use a-z") {
            _ = try file.add("Big", peers: ["192.0.2.9"])
        }
        expectRefusal("\"trusted_peers\" is an option of user_settings") {
            _ = try file.add("trusted_peers", peers: ["192.0.2.9"])
        }
        expectRefusal("\"trusted_peers\" is an option of user_settings") {
            _ = try file.remove("trusted_peers")
        }
        expectRefusal("A trunk needs peers.") { _ = try file.add("c", peers: []) }
        expectRefusal("A trunk needs peers.") { _ = try file.add("c", peers: [" ", ","]) }
        expectRefusal("there is no trunk \"z\". It has: a, b.") { _ = try file.remove("z") }
        expectRefusal(
            "\"1.2.3\" is not an address, a network or a host name. Write four numbers from 0 to"
                + " 255, or a "
                + "network with its length, such as 192.0.2.0/24.\n\"192.0.2.1:5060\" is given"
                + " twice."
        ) {
            _ = try file.add("c", peers: ["1.2.3", "192.0.2.1", "192.0.2.1:5060"])
        }
        expectRefusal("is not an address") { _ = try file.add("c", peers: ["\"\nd=192.0.2.4\n\""]) }
    }

    @Test("A file that is not text is not touched")
    func notText() {
        fixture.write("trunks", bytes: [0xFF, 0xFE])
        expectRefusal("is not UTF-8 text. Save it as UTF-8 text.") {
            _ = try file.add("c", peers: ["192.0.2.1"])
        }
    }

    @Test("A missing file has no trunk to remove")
    func missingFile() {
        expectRefusal("there is no trunk \"a\". The file has none.") { _ = try file.remove("a") }
        #expect(fixture.read("trunks") == nil)
    }

    @Test(
        "Where nothing can be written, the remedy says so",
        arguments: [
            ("/nonexistent/clearwater", "Create the directory"),
            ("/dev/null", "Create the directory"),
            ("/sys/kernel", "cannot be written"),
        ])
    func cannotWrite(path: String, says: String) throws {
        let file = TrunksFile(ConfigurationDirectory(path))
        let error = try #require(throws: TrunksFileError.self) {
            _ = try file.add("a", peers: ["192.0.2.1"])
        }
        #expect(error.description.contains(says))
    }

    @Test("A directory without the right to write names the remedy", .enabled(if: geteuid() != 0))
    func noRight() {
        chmod(fixture.directory.path, 0o555)
        defer { chmod(fixture.directory.path, 0o755) }
        expectRefusal("as a user who may write there") {
            _ = try file.add("a", peers: ["192.0.2.1"])
        }
    }

    @Test("The file's mode stays, and a link stays a link")
    func modeAndLink() throws {
        fixture.write("elsewhere", "a=192.0.2.1\n")
        let real = fixture.directory.path(of: "elsewhere")
        chmod(real, 0o640)
        symlink("elsewhere", fixture.directory.path(of: "trunks"))
        _ = try file.add("b", peers: ["192.0.2.2"])
        var status = stat()
        #expect(lstat(fixture.directory.path(of: "trunks"), &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
        #expect(lstat(real, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o640)
        #expect(fixture.read("elsewhere") == "a=192.0.2.1\nb=\"192.0.2.2\"\n")
    }

    @Test("Commands that edit at once lose nothing")
    func concurrentEdits() async throws {
        let file = file
        await withTaskGroup(of: Void.self) { group in
            for number in 1...20 {
                group.addTask { _ = try? file.add("t\(number)", peers: ["192.0.2.\(number)"]) }
            }
        }
        #expect(fixture.directory.load().settings?.trunks.count == 20)
        #expect(fixture.strangers == [])
    }
}
