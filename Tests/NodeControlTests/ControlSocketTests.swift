import Foundation
import NodeControl
import Testing

/// A directory that is gone after the test.
final class TemporaryDirectory: Sendable {
    let path: String

    init(length: Int? = nil) throws {
        var path = "/tmp/clearwater-control-\(UUID().uuidString.prefix(8))"
        if let length { path += "/" + String(repeating: "x", count: length) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        self.path = path
    }

    deinit {
        let top = path.split(separator: "/").prefix(2).joined(separator: "/")
        try? FileManager.default.removeItem(atPath: "/" + top)
    }
}

/// Calls from a thread of its own: the client blocks, and the server's handler needs the tasks'
/// threads.
private func call(
    _ directory: TemporaryDirectory, _ request: ControlRequest, timeout: Int = 5
) async throws -> ControlReply {
    let client = ControlClient(directory: directory.path, timeout: timeout)
    return try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try client.call(request) }) }
    }
}

@Suite struct ControlSocketTests {
    private func server(_ directory: TemporaryDirectory) throws -> ControlServer {
        try ControlServer(directory: directory.path) { request in
            switch request {
            case .status:
                .status(
                    NodeStatus(
                        version: "1", pid: 7, uptime: 3, homeDomain: "example.com",
                        configurationDirectory: "/etc", dataDirectory: "/var"))
            case .checkTrust(let address): .trust(TrustVerdict(address: address, trust: nil))
            case .reload: .failed(reason: "no")
            default: .done
            }
        }
    }

    @Test("A request comes back with the handler's reply")
    func replies() async throws {
        let directory = try TemporaryDirectory()
        let server = try server(directory)
        defer { server.close() }
        #expect(
            try await call(directory, .checkTrust(address: "192.0.2.1"))
                == .trust(TrustVerdict(address: "192.0.2.1", trust: nil)))
        #expect(try await call(directory, .subscribersChanged) == .done)
        #expect(try await call(directory, .reload) == .failed(reason: "no"))
        guard case .status(let status) = try await call(directory, .status) else {
            Issue.record("no status")
            return
        }
        #expect(status.homeDomain == "example.com" && status.pid == 7)
    }

    @Test("Only its owner may use the socket, and closing the server removes it")
    func mode() async throws {
        let directory = try TemporaryDirectory()
        let server = try server(directory)
        let file = directory.path + "/control.sock"
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        server.close()
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("Without a node the client says that none is running and how to start one")
    func noNode() async throws {
        let directory = try TemporaryDirectory()
        let error = await #expect(throws: ControlError.self) {
            try await call(directory, .status)
        }
        #expect(error == .noNode(directory: directory.path))
        #expect(error?.description.contains("clearwater serve --data") == true)
    }

    @Test("A data directory whose path is longer than a socket's address works like any other")
    func longPath() async throws {
        let directory = try TemporaryDirectory(length: 150)
        let server = try server(directory)
        defer { server.close() }
        #expect(try await call(directory, .subscribersChanged) == .done)
    }

    @Test("The file that a killed node left is replaced")
    func staleFile() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/control.sock"
        let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: file.utf8) }
        let bound = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(left, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        close(left)
        await #expect(throws: ControlError.noNode(directory: directory.path)) {
            try await call(directory, .status)
        }
        let server = try server(directory)
        defer { server.close() }
        #expect(try await call(directory, .subscribersChanged) == .done)
    }

    @Test("A second node is refused and told which process serves the directory")
    func secondNode() async throws {
        let directory = try TemporaryDirectory()
        let first = try server(directory)
        defer { first.close() }
        let pid = ProcessInfo.processInfo.processIdentifier
        #expect(throws: ControlError.secondNode(directory: directory.path, pid: pid)) {
            _ = try server(directory)
        }
        #expect(try await call(directory, .subscribersChanged) == .done)
    }

    @Test("A node that does not answer is given up after the client's patience")
    func timeout() async throws {
        let directory = try TemporaryDirectory()
        let server = try ControlServer(directory: directory.path) { _ in
            try? await Task.sleep(for: .seconds(3))
            return .done
        }
        defer { server.close() }
        let error = await #expect(throws: ControlError.self) {
            try await call(directory, .status, timeout: 1)
        }
        guard case .timeout(_, seconds: 1) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("More clients at once than there are places are all answered in turn")
    func manyClients() async throws {
        let directory = try TemporaryDirectory()
        let server = try server(directory)
        defer { server.close() }
        let answered = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<60 {
                group.addTask { (try? await call(directory, .subscribersChanged)) == .done }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answered == 60)
    }
}
