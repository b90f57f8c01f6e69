import Foundation
import Testing

/// A program of the system that reads what we write.
enum Tool {
    /// Runs it to its end.
    ///
    /// - Returns: its standard output.
    static func output(_ words: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(words) failed; is it installed?")
        return String(decoding: data, as: UTF8.self)
    }
}

/// A directory that goes with the test.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearwater-export-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ octets: [UInt8], to name: String) throws -> String {
        let file = path + "/" + name
        try Data(octets).write(to: URL(fileURLWithPath: file))
        return file
    }
}
