import Foundation
import MailSubmission

/// A real mail server from PyPI (aiosmtpd) that runs as long as this is held.
final class MailSink {
    struct Mail: Decodable {
        var sender: String
        var recipients: [String]
        var text: String
        var greeting: String
        var isSecure: Bool
        var isAuthenticated: Bool
    }

    struct NotStarted: Error {}

    let port: UInt16
    private let process = Process()
    private let input = Pipe()
    private let file: URL

    init(_ arguments: [String] = []) throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        file = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearwater-mail-\(UUID().uuidString)")
        let python = try Self.output(of: root.path + "/scripts/python-environment")
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [root.path + "/Interop/mail-sink.py", file.path] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(line.trimmingCharacters(in: .newlines)) else { throw NotStarted() }
        self.port = port
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: file)
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    var mails: [Mail] {
        let lines = (try? Data(contentsOf: file))?.split(separator: 0x0A) ?? []
        return lines.compactMap { try? JSONDecoder().decode(Mail.self, from: $0) }
    }

    func server(
        login: MailServer.Login? = nil, security: MailServer.TransportSecurity? = nil,
        host: String = "127.0.0.1", timeout: Duration = .seconds(20), certificates: String? = nil
    ) -> MailServer {
        MailServer(
            host: host, port: port, login: login, security: security,
            sender: "clearwater@example.com", timeout: timeout, trustedCertificates: certificates)
    }

    private static func output(of command: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: command)
        process.standardOutput = output
        try process.run()
        let written = output.fileHandleForReading.readDataToEndOfFile()
        let text = String(decoding: written, as: UTF8.self)
        process.waitUntilExit()
        return text.trimmingCharacters(in: .newlines)
    }
}

extension MailServer {
    /// Hands one mail in and waits for what becomes of it.
    func deliver(_ message: MailMessage) async -> MailFailure? {
        await withCheckedContinuation { continuation in
            let desk = MailDesk(server: { self }) { _, failure in
                continuation.resume(returning: failure)
            }
            desk.submit(message)
        }
    }
}
