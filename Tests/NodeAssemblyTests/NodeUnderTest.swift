import Foundation
import NodeAssembly
import NodeConfiguration
import Provisioning

/// A node that listens nowhere, with directories of its own that go away with it.
final class NodeUnderTest: Sendable {
    let node: Node
    let root: String
    var configuration: String { root + "/config" }

    static let operatorAtHome = Author(
        who: "admin@example.com", interface: .portal, source: "192.0.2.77")

    /// - Parameter prepare: fills the data directory before the node opens it.
    init(
        _ files: [String: String] = [:], localAddress: String = "127.0.0.1",
        prepare: (String) async throws -> Void = { _ in }
    ) async throws {
        root = "/tmp/clearwater-node-\(UUID().uuidString.prefix(13))"
        for directory in ["config", "data", "log"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(directory)", withIntermediateDirectories: true)
        }
        var files = files
        if files["shared_config"] == nil { files["shared_config"] = "home_domain=127.0.0.1\n" }
        files["local_config", default: ""] += "local_ip=\(localAddress)\nlog_directory=\(root)/log\n"
        for (name, text) in files {
            try text.write(toFile: "\(root)/config/\(name)", atomically: true, encoding: .utf8)
        }
        try await prepare(root + "/data")
        node = try await Node.start(
            configuration: ConfigurationDirectory(root + "/config"), dataDirectory: root + "/data")
    }

    func write(_ text: String, to file: String) throws {
        try text.write(toFile: "\(configuration)/\(file)", atomically: true, encoding: .utf8)
    }

    func text(of file: String) -> String? {
        try? String(contentsOfFile: "\(configuration)/\(file)", encoding: .utf8)
    }

    var log: String {
        (try? String(contentsOfFile: root + "/log/clearwater.log", encoding: .utf8)) ?? ""
    }

    /// Gives up the node's threads and files.
    func end() async throws {
        try await node.stop()
        try FileManager.default.removeItem(atPath: root)
    }
}
