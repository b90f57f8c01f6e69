import EllisServer
import Foundation
import Testing
import WebServing

struct MessagePackTests {
    @Test func `another library reads what is written, whatever its size`() throws {
        let value: JSONValue = [
            "null": .null, "true": true, "false": false, "half": .number(0.5),
            "numbers": .array(
                [0, 1, 127, 128, 255, 256, 65535, 65536, 4_294_967_295, 4_294_967_296, -1, -32, -33]
                    .map { .number(Double($0)) }),
            "texts": .array(
                [0, 31, 32, 255, 256, 65535, 65536].map {
                    .string(String(repeating: "x", count: $0))
                } + ["ä😀"]),
            "arrays": .array(
                [0, 15, 16, 65535, 65536].map {
                    .array(Array(repeating: .boolean(true), count: $0))
                }),
            "objects": .array(
                [0, 15, 16, 300].map { count in
                    .object(
                        Dictionary(uniqueKeysWithValues: (0..<count).map { ("\($0)", .null) }))
                }),
        ]
        let read = try readByPython(MessagePack.octets(value))
        #expect(read == value)
    }

    private func readByPython(_ octets: [UInt8]) throws -> JSONValue {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let python = try run(root.path + "/scripts/python-environment", [], [])
        let script =
            "import json, msgpack, sys; print(json.dumps(msgpack.unpackb(sys.stdin.buffer.read())))"
        let json = try run(
            String(decoding: python, as: UTF8.self).trimmingCharacters(in: .newlines),
            ["-c", script], octets)
        return try JSONValue(octets: json)
    }

    private func run(_ command: String, _ arguments: [String], _ input: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearwater-msgpack-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(input).write(to: file)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: command)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        try process.run()
        let read = Array(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return read
    }
}
