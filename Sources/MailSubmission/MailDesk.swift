import CMailSubmission
import Dispatch
import Foundation
import Provisioning
import Synchronization

/// Hands mails to a mail server, one after the other on a thread of its own.
package final class MailDesk: Sendable {
    private let server: @Sendable () -> MailServer?
    private let capacity: Int
    private let report: @Sendable (MailMessage, MailFailure?) -> Void
    private let waiting = Mutex(0)
    private let thread = DispatchQueue(label: "mail")

    /// - Parameters:
    ///   - server: asked for each mail, since settings change while this runs; nil for none.
    ///   - capacity: how many mails may wait; more are refused.
    ///   - report: told of every mail that was handed in and what became of it, on the thread.
    package init(
        server: @escaping @Sendable () -> MailServer?, capacity: Int = 100,
        report: @escaping @Sendable (MailMessage, MailFailure?) -> Void
    ) {
        self.server = server
        self.capacity = capacity
        self.report = report
    }

    /// Takes a mail; never waits for the server.
    ///
    /// - Returns: false where none can be taken now, which is reported too.
    @discardableResult
    package func submit(_ message: MailMessage) -> Bool {
        guard EmailAddress.isValid(message.to) else {
            report(message, MailFailure(.badAddress, "the recipient's address is none"))
            return false
        }
        let hasRoom = waiting.withLock { waiting in
            guard waiting < capacity else { return false }
            waiting += 1
            return true
        }
        guard hasRoom else {
            report(
                message,
                MailFailure(
                    .queueIsFull,
                    "\(capacity) mails wait already; see that the mail server takes them"))
            return false
        }
        thread.async { [self] in
            report(message, deliver(message))
            waiting.withLock { $0 -= 1 }
        }
        return true
    }

    private func deliver(_ message: MailMessage) -> MailFailure? {
        guard let server = server() else {
            return MailFailure(.noServer, "there is no mail server; set smtp_smarthost")
        }
        let domain = server.sender.split(separator: "@").last ?? "localhost"
        let text = MailText.octets(
            message, from: server.sender, named: server.senderName, at: Date(),
            messageID: "\(UUID().uuidString)@\(domain)")
        let timeout = server.timeout.components
        var detail = [CChar](repeating: 0, count: 512)
        let outcome = withStrings([
            server.url, "<\(server.sender)>", "<\(message.to)>", server.login?.user,
            server.login?.password, server.trustedCertificates,
        ]) { strings in
            text.withUnsafeBytes { text in
                var mail = clearwater_mail(
                    url: strings[0], sender: strings[1], recipient: strings[2],
                    user: strings[3], password: strings[4], certificates: strings[5],
                    tls: tls(server.security),
                    timeout_ms: Int(timeout.seconds) * 1000
                        + Int(timeout.attoseconds / 1_000_000_000_000_000),
                    text: text.baseAddress?.assumingMemoryBound(to: CChar.self),
                    length: text.count)
                return clearwater_mail_submit(&mail, &detail, detail.count)
            }
        }
        let ending = detail.firstIndex(of: 0) ?? detail.endIndex
        let reason = String(decoding: detail[..<ending].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return MailFailure(outcome, at: server, detail: reason)
    }

    private func tls(_ security: MailServer.TransportSecurity) -> clearwater_mail_tls {
        switch security {
        case .never: clearwater_mail_tls_never
        case .ifOffered: clearwater_mail_tls_if_offered
        case .required, .fromTheStart: clearwater_mail_tls_required
        }
    }

    /// Lends texts to C for the length of a call.
    private func withStrings<Result>(
        _ texts: [String?], _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { $0.map { strdup($0) } ?? nil }
        defer { copies.forEach { free($0) } }
        return body(copies.map { $0.map { UnsafePointer($0) } ?? nil })
    }
}
