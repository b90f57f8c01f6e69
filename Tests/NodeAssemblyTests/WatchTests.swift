import Foundation
import NodeAssembly
import NodeConfiguration
import Testing

@Suite struct WatchTests {
    @Test func `A directory of call records that cannot be made keeps the node from starting`()
        async throws
    {
        let error = await #expect(throws: NodeError.self) {
            _ = try await NodeUnderTest([
                "user_settings": "call_detail_records=/dev/null/calls\n"
            ])
        }
        #expect(error?.what.contains("/dev/null/calls: Not a directory") == true)
        #expect(error?.remedy.contains("(call_detail_records)") == true)
    }

    @Test func `The log changes its format when the configuration does`() async throws {
        let own = try await NodeUnderTest()
        try own.write("log_format=json\n", to: "user_settings")
        await own.node.reload()
        let lines = own.log.split(separator: "\n")
        let last = try #require(lines.last)
        let object = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
        #expect(object?["message"] as? String == "configuration: taken over")
        #expect(object?["level"] as? String == "status")
        try await own.end()
    }

    @Test func `A node that does not listen yet is not ready, and says so`() async throws {
        let own = try await NodeUnderTest()
        #expect(await own.node.obstacles() == ["not listening yet"])
        try await own.end()
    }

    @Test func `A store that cannot be read is an obstacle, and the metrics say that it is down`()
        async throws
    {
        let own = try await NodeUnderTest()
        #expect(await own.node.metrics().contains("\nclearwater_store_up 1\n"))
        for suffix in ["", "-wal", "-shm"] {
            let path = own.root + "/data/clearwater.sqlite" + suffix
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.write(contentsOf: Data(repeating: 0xA5, count: max(size, 4096)))
            try file.close()
        }
        let obstacles = await own.node.obstacles()
        #expect(obstacles.contains { $0.hasPrefix("the store: ") }, "\(obstacles)")
        #expect(await own.node.metrics().contains("\nclearwater_store_up 0\n"))
        try? await own.end()
        try? FileManager.default.removeItem(atPath: own.root)
    }
}
