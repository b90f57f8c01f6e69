import Glibc
import NodeConfiguration

/// A configuration directory of its own for one test, gone with the last reference to it.
final class ConfigurationFixture: Sendable {
    let directory: ConfigurationDirectory

    /// - Parameter files: name and text of each.
    init(_ files: [String: String] = [:]) {
        var template = Array("/tmp/clearwater-configuration-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil)
        directory = ConfigurationDirectory(
            String(decoding: template.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
        for (name, text) in files { write(name, text) }
    }

    /// Only what `user_settings` says, with a domain that is fine.
    convenience init(userSettings: String) {
        self.init(["shared_config": "home_domain=example.com\n", "user_settings": userSettings])
    }

    deinit {
        removeTree(directory.path)
    }

    func write(_ name: String, _ text: String) { write(name, bytes: Array(text.utf8)) }

    func write(_ name: String, bytes: [UInt8]) {
        let file = fopen(directory.path(of: name), "w")!
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    func read(_ name: String) -> String? {
        guard let file = fopen(directory.path(of: name), "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Names of everything in the directory.
    var names: [String] { Self.names(in: directory.path) }

    /// Names of the temporary files and others that should not be there.
    var strangers: [String] { names.filter { !ConfigurationDirectory.fileNames.contains($0) } }

    fileprivate static func names(in path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

private func removeTree(_ path: String) {
    for name in ConfigurationFixture.names(in: path) {
        let child = "\(path)/\(name)"
        if unlink(child) != 0 { removeTree(child) }
    }
    rmdir(path)
}

extension LoadedConfiguration {
    /// Mistakes as the operator reads them, without the directory.
    func mistakeLines(_ fixture: ConfigurationFixture) -> [String] {
        mistakes.map { shortened($0.description, fixture) }
    }

    func noteLines(_ fixture: ConfigurationFixture) -> [String] {
        notes.map { shortened($0.description, fixture) }
    }

    private func shortened(_ text: String, _ fixture: ConfigurationFixture) -> String {
        let prefix = fixture.directory.path + "/"
        return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    }
}

/// A small seeded generator (SplitMix64), so that a failing run can be run again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(from alphabet: [UInt8], upTo limit: Int) -> [UInt8] {
        (0..<Int.random(in: 0...limit, using: &self)).map { _ in
            alphabet.randomElement(using: &self)!
        }
    }
}
