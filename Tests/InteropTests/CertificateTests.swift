import Foundation
import Testing

@Suite("The portal over TLS")
struct CertificateTests {
    /// Makes a certificate of this name and its key, and puts both where the node looks.
    private func install(_ name: String, on node: ClearwaterProcess) async throws {
        let (certificate, key) = (node.file("\(name).pem").path, node.file("\(name).key").path)
        let made = try await node.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-out", certificate, "-keyout", key,
        ])
        try #require(made.ending == .exited(0), "\(made.written)")
        for (new, place) in [(certificate, "web.pem"), (key, "web.key")] {
            #expect(rename(new, node.file(place).path) == 0)
        }
    }

    /// The name in the certificate that a new connection is shown.
    private func shownName(by node: ClearwaterProcess) async throws -> String {
        let shown = try await node.run([
            "openssl", "s_client", "-connect", "\(node.ellis)", "-verify_quiet",
        ])
        return shown.written.split(separator: "\n").first { $0.hasPrefix("subject=") }
            .map { String($0.split(separator: " ").last ?? "") } ?? ""
    }

    @Test("shows a certificate that was replaced, and keeps the old one where the new is none")
    func replaced() async throws {
        let node = try ClearwaterProcess()
        try await install("first", on: node)
        try node.configure(
            "user_settings",
            "ellis_certificate_file=\(node.file("web.pem").path)\n"
                + "ellis_key_file=\(node.file("web.key").path)\n")
        try await node.start()
        #expect(try await shownName(by: node) == "first")

        try await install("second", on: node)
        try await eventually("word of the new certificate", context: { node.written }) {
            node.written.contains("new certificate in force") ? () : nil
        }
        #expect(try await shownName(by: node) == "second")

        try Data("nothing".utf8).write(to: node.file("web.pem"))
        try await eventually("word of the mistake", context: { node.written }) {
            node.written.contains("the certificate before stays in force") ? () : nil
        }
        #expect(try await shownName(by: node) == "second")
        #expect(node.written.contains(node.file("web.pem").path))
    }

    @Test("keeps cookies to TLS, and only there")
    func cookies() async throws {
        let node = try ClearwaterProcess()
        try await install("secure", on: node)
        try node.configure(
            "user_settings",
            "ellis_certificate_file=\(node.file("web.pem").path)\n"
                + "ellis_key_file=\(node.file("web.key").path)\n")
        try await node.start()
        let secure = try await node.run([
            "curl", "--silent", "--insecure", "--include", "https://\(node.ellis)/login",
        ]).written.lowercased()
        #expect(secure.contains("set-cookie:"))
        #expect(
            secure.split(separator: "\r\n").filter { $0.hasPrefix("set-cookie:") }
                .allSatisfy { $0.contains("; secure") })

        let plain = try await ClearwaterProcess.webNode()
        let answer = try await plain.ask("GET", "/login", at: plain.ellis).lowercased()
        #expect(answer.contains("set-cookie:"))
        #expect(!answer.contains("; secure"))
    }

    @Test("says which file cannot be used, and does not run without it")
    func unusable() async throws {
        let node = try ClearwaterProcess()
        try await install("good", on: node)
        try Data("nothing".utf8).write(to: node.file("web.key"))
        try node.configure(
            "user_settings",
            "ellis_certificate_file=\(node.file("web.pem").path)\n"
                + "ellis_key_file=\(node.file("web.key").path)\n")
        let (ending, written) = try await node.command(["serve"])
        #expect(ending == .exited(1))
        #expect(written.contains(node.file("web.key").path) && written.contains("PEM"))
    }
}
