import Glibc
import NodeConfiguration
import Testing

@Suite("The reader agrees with a real shell")
struct ShellAgreementTests {
    /// Nothing here can start a command: what a shell would expand or run is left out or refused.
    static let alphabet = Array("ab/ '\"\\#~*?!^{}%=é\t".utf8)

    @Test(
        "Whatever is read without a mistake has the value that sh gives it",
        arguments: 1...4 as ClosedRange<UInt64>)
    func sameValue(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        var ours: [String] = []
        var script = ""
        while ours.count < 200 {
            let bytes = generator.bytes(from: Self.alphabet, upTo: 12)
            guard let text = String(validating: bytes, as: UTF8.self) else { continue }
            let line = "log_directory=/\(text)"
            let fixture = ConfigurationFixture(userSettings: line)
            let loaded = fixture.directory.load()
            guard loaded.mistakes.isEmpty, let value = loaded.settings?.logDirectory else {
                continue
            }
            ours.append(value)
            script += "\(line)\nprintf '%s\\0' \"$log_directory\"\n"
        }
        let fixture = ConfigurationFixture(["user_settings": script])
        let pipe = try #require(
            popen("/bin/sh \(fixture.directory.path(of: "user_settings"))", "r"))
        var output = [UInt8](repeating: 0, count: 1 << 18)
        let count = fread(&output, 1, output.count, pipe)
        #expect(pclose(pipe) == 0)
        let theirs = output[..<count].split(separator: 0, omittingEmptySubsequences: false)
            .dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
        #expect(ours == Array(theirs))
    }
}
