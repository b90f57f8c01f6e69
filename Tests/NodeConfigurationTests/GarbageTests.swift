import NodeConfiguration
import Testing

@Suite("Garbage in the files")
struct GarbageTests {
    private static let fragments = [
        "home_domain=", "trusted_peers=", "local_ip=", "log_level=", "export ", "a=", "\n", "\r\n",
        "\"", "'",
        "\\", "#", ",", "/", ":", "[", "]", "$x", "`", " ", "\t", "=", "192.0.2.1", "2001:db8::",
        "example.com",
        "0", "é", "\u{0}", "\u{FEFF}", "\u{2028}", "-", "_",
    ]

    @Test(
        "Any text in any file gives settings or mistakes, each on one line",
        arguments: 1...4 as ClosedRange<UInt64>)
    func pieces(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let fixture = ConfigurationFixture()
        for _ in 0..<300 {
            for name in ConfigurationDirectory.fileNames {
                let count = Int.random(in: 0...30, using: &generator)
                let text = (0..<count).map { _ in Self.fragments.randomElement(using: &generator)! }
                    .joined()
                fixture.write(name, text)
            }
            expectSensible(fixture.directory.load())
        }
    }

    @Test(
        "Any bytes in any file give settings or mistakes, each on one line",
        arguments: 1...4 as ClosedRange<UInt64>)
    func bytes(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let fixture = ConfigurationFixture()
        for round in 0..<300 {
            let alphabet: [UInt8] = round % 2 == 0 ? Array(0...255) : Array(1...127)
            for name in ConfigurationDirectory.fileNames {
                fixture.write(name, bytes: generator.bytes(from: alphabet, upTo: 200))
            }
            expectSensible(fixture.directory.load())
        }
    }

    private func expectSensible(_ loaded: LoadedConfiguration) {
        #expect(loaded.settings != nil || !loaded.mistakes.isEmpty)
        #expect(
            loaded.settings.map { !$0.homeDomain.isEmpty && !$0.localAddresses.isEmpty } ?? true)
        for line in loaded.mistakes.map(\.description) + loaded.notes.map(\.description) {
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{2028}" })
        }
    }
}
