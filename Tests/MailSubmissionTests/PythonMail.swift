import Foundation

/// A mail as Python's own library reads it.
struct PythonMail: Decodable {
    var subject: String
    var body: String

    private static let script = """
        import email, email.policy, json, sys
        mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        assert not mail.defects, mail.defects
        body = mail.get_content().replace("\\r\\n", "\\n")
        print(json.dumps({"subject": mail["Subject"], "body": body}))
        """

    static func read(_ text: String) throws -> PythonMail {
        let process = Process()
        let input = Pipe()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data(text.utf8))
        try input.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(PythonMail.self, from: data)
    }
}

/// A certificate for localhost that signs itself.
final class TestCertificate {
    let file: String
    let keyFile: String

    init() throws {
        let place = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearwater-certificate-\(UUID().uuidString)").path
        file = place + ".pem"
        keyFile = place + ".key"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost", "-keyout", keyFile, "-out", file,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: file)
        try? FileManager.default.removeItem(atPath: keyFile)
    }
}
