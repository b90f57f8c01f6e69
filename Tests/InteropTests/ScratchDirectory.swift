import Foundation

/// A temporary directory that goes when its last user does.
final class ScratchDirectory: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearwater-interop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A path inside, which need not exist.
    func path(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// A directory inside, made if it is not there.
    func directory(_ name: String) throws -> URL {
        try FileManager.default.createDirectory(at: path(name), withIntermediateDirectories: true)
        return path(name)
    }
}

/// Where the project's files are, seen from this one.
enum Project {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func interop(_ name: String) -> String { root.path + "/Interop/" + name }
}
