import CMailSubmission

/// Why a mail was not taken, for the log: names the server and what to do, and no secret.
package struct MailFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case noSuchHost, noConnection, timeout, noTransportSecurity, badCertificate, loginDenied
        /// The server will not have this mail: its sender, recipient or text.
        case refused
        case failed
        /// The recipient's address cannot stand in a mail.
        case badAddress
        /// More mails wait already than are kept.
        case queueIsFull
        /// The settings name none, or no longer.
        case noServer
    }

    package let kind: Kind
    package let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// - Returns: nil for a mail that was taken.
    init?(_ outcome: clearwater_mail_outcome, at server: MailServer, detail: String) {
        guard outcome != clearwater_mail_taken else { return nil }
        let (kind, remedy) = Self.meaning(outcome)
        self.init(kind, "mail server \(server.place): \(detail); \(remedy)")
    }

    private static func meaning(_ outcome: clearwater_mail_outcome) -> (Kind, remedy: String) {
        switch outcome {
        case clearwater_mail_no_such_host:
            (.noSuchHost, "correct smtp_smarthost, or the DNS")
        case clearwater_mail_no_connection:
            (.noConnection, "see that it runs, or correct smtp_smarthost")
        case clearwater_mail_timeout:
            (.timeout, "see that it runs and is reached from here")
        case clearwater_mail_no_tls:
            (
                .noTransportSecurity,
                "it must offer STARTTLS, since the password is not sent in the clear"
            )
        case clearwater_mail_bad_certificate:
            (.badCertificate, "give it a certificate for that name that this system trusts")
        case clearwater_mail_login_denied:
            (.loginDenied, "correct smtp_username and smtp_password")
        case clearwater_mail_refused:
            (.refused, "see that it relays for this node and takes email_recovery_sender")
        case _: (.failed, "see the mail server's log")
        }
    }
}
