import Foundation
import MailSubmission
import Synchronization
import Testing

@Suite(.serialized)
struct MailSubmissionTests {
    private let message = MailMessage(
        to: "alice@example.org", subject: "Hello", body: "A line\n.\n..and dots\n")

    @Test func `a mail arrives with its envelope, its header and every line of its body`()
        async throws
    {
        let sink = try MailSink()
        let failure = await sink.server().deliver(message)
        #expect(failure == nil)
        let mail = try #require(sink.mails.first)
        #expect(mail.sender == "clearwater@example.com")
        #expect(mail.recipients == ["alice@example.org"])
        #expect(mail.greeting == "example.com")
        let parts = mail.text.components(separatedBy: "\r\n\r\n")
        #expect(parts[0].contains("\r\nSubject: Hello\r\n"))
        #expect(parts[0].contains("\r\nTo: <alice@example.org>\r\n"))
        #expect(parts[0].contains("\r\nFrom: Clearwater <clearwater@example.com>\r\n"))
        #expect(parts[1] == "A line\r\n.\r\n..and dots\r\n")
    }

    @Test func `subject and body of any language come back as they were, read by another library`()
        async throws
    {
        let sink = try MailSink()
        let subject = "Ein neues Paßwort für příklad.example — 新しいパスワード, und noch viel mehr Text"
        let body = "Grüße = \u{1F44B}\t\nein langer Satz " + String(repeating: "äöü=", count: 60)
        let failure = await sink.server().deliver(
            MailMessage(to: "alice@example.org", subject: subject, body: body))
        #expect(failure == nil)
        let mail = try #require(sink.mails.first)
        #expect(mail.text.utf8.allSatisfy { $0 < 0x80 })
        #expect(mail.text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        let read = try PythonMail.read(mail.text)
        #expect(read.subject == subject)
        #expect(read.body == body + "\n")
    }

    @Test func `no subject adds a header field or ends the header`() async throws {
        let sink = try MailSink()
        let failure = await sink.server().deliver(
            MailMessage(
                to: "alice@example.org", subject: "a\r\nBcc: eve@example.org\r\n\r\nb",
                body: "body"))
        #expect(failure == nil)
        let mail = try #require(sink.mails.first)
        #expect(mail.recipients == ["alice@example.org"])
        #expect(!mail.text.contains("\r\nBcc:"))
        #expect(try PythonMail.read(mail.text).body == "body\n")
    }

    @Test(arguments: ["a@b\r\nRCPT TO:<eve@example.org>", "<a@b>", "a b@c", ""])
    func `an address that could be more than one is not taken`(address: String) async throws {
        let server = MailServer(host: "127.0.0.1", port: 1, sender: "clearwater@example.com")
        let failure = await server.deliver(MailMessage(to: address, subject: "", body: ""))
        #expect(failure?.kind == .badAddress)
    }

    @Test func `a name and password open a server that asks for them`() async throws {
        let sink = try MailSink(["--auth", "node:secret"])
        let login = MailServer.Login(user: "node", password: "secret")
        let failure = await sink.server(login: login).deliver(message)
        #expect(failure == nil)
        #expect(sink.mails.first?.isAuthenticated == true)
    }

    @Test func `a wrong password is told with its remedy and without itself`() async throws {
        let sink = try MailSink(["--auth", "node:secret"])
        let login = MailServer.Login(user: "node", password: "wrong-guess")
        let failure = try #require(await sink.server(login: login).deliver(message))
        #expect(failure.kind == .loginDenied)
        #expect(failure.description.contains("127.0.0.1:\(sink.port)"))
        #expect(failure.description.contains("smtp_password"))
        #expect(!failure.description.contains("wrong-guess"))
        #expect(sink.mails.isEmpty)
    }

    @Test func `no password is sent where TLS is required and not offered`() async throws {
        let sink = try MailSink(["--auth", "node:secret"])
        let login = MailServer.Login(user: "node", password: "secret")
        let failure = await sink.server(login: login, security: .required).deliver(message)
        #expect(failure?.kind == .noTransportSecurity)
        #expect(sink.mails.isEmpty)
    }

    @Test func `TLS is required for a password that leaves this machine`() {
        let login = MailServer.Login(user: "node", password: "secret")
        func security(_ host: String, _ port: UInt16 = 25, _ login: MailServer.Login? = nil)
            -> MailServer.TransportSecurity
        {
            MailServer(host: host, port: port, login: login, sender: "a@b").security
        }
        #expect(security("mail.example.com", 587, login) == .required)
        #expect(security("127.0.0.1", 587, login) == .ifOffered)
        #expect(security("mail.example.com") == .ifOffered)
        #expect(security("mail.example.com", 465, login) == .fromTheStart)
    }

    @Test func `a refused recipient is told, and the mail goes nowhere`() async throws {
        let sink = try MailSink()
        let failure = try #require(
            await sink.server().deliver(
                MailMessage(to: "refused@example.org", subject: "x", body: "x")))
        #expect(failure.kind == .refused)
        #expect(failure.description.contains("550"))
        #expect(sink.mails.isEmpty)
    }

    @Test func `a dead server is told with its place`() async throws {
        let sink = try MailSink()
        sink.stop()
        let failure = try #require(await sink.server().deliver(message))
        #expect(failure.kind == .noConnection)
        #expect(failure.description.contains("127.0.0.1:\(sink.port)"))
        #expect(failure.description.contains("smtp_smarthost"))
    }

    @Test func `a server that says nothing is given up`() async throws {
        let sink = try MailSink(["--silent"])
        let failure = await sink.server(timeout: .milliseconds(300)).deliver(message)
        #expect(failure?.kind == .timeout)
    }

    @Test func `a host that does not exist is told`() async {
        let server = MailServer(host: "mail.invalid", sender: "clearwater@example.com")
        let failure = await server.deliver(message)
        #expect(failure?.kind == .noSuchHost)
    }

    @Test func `an IPv6 address is bracketed once`() {
        for host in ["::1", "[::1]"] {
            #expect(MailServer(host: host, sender: "a@b").place == "[::1]:25")
        }
    }

    @Test func `more mails than fit are refused at once and told`() async throws {
        let sink = try MailSink(["--silent"])
        let told = Mutex<[MailFailure.Kind?]>([])
        let server = sink.server(timeout: .milliseconds(200))
        let desk = MailDesk(server: { server }, capacity: 2) {
            _, failure in told.withLock { $0.append(failure?.kind) }
        }
        #expect((0..<3).map { _ in desk.submit(message) } == [true, true, false])
        #expect(told.withLock { $0.first } == .queueIsFull)
        while told.withLock({ $0.count }) < 3 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(desk.submit(message))
    }

    @Test func `STARTTLS is used, and a certificate that nobody vouches for is not believed`()
        async throws
    {
        let certificate = try TestCertificate()
        let sink = try MailSink(["--tls", certificate.file, certificate.keyFile])
        let refused = await sink.server(host: "localhost").deliver(message)
        #expect(refused?.kind == .badCertificate)
        let failure = await sink.server(
            security: .required, host: "localhost", certificates: certificate.file
        ).deliver(message)
        #expect(failure == nil)
        #expect(sink.mails.map(\.isSecure) == [true])
    }
}
