import MailSubmission
import Provisioning

/// The mail that lets somebody choose a new password.
struct RecoveryMail {
    var account: Account
    var token: SessionToken
    var rules: AccountRules

    var message: MailMessage {
        MailMessage(
            to: account.email, subject: "A new password for \(rules.domain)",
            body: """
                Hello\(account.fullName.isEmpty ? "" : " \(account.fullName)"),

                somebody asked for a new password for your account \(account.email).
                Choose one within the hour on this page:

                \(link)

                If that was not you, nothing needs to be done: your password stays as it is.

                """)
    }

    /// The page at which the portal asks for the new password.
    var link: String {
        "\(rules.portalAddress)/recover?email=\(escaped(account.email))&token=\(token.text)"
    }

    /// Percent-encodes all that has a meaning in a query (RFC 3986 3.4).
    private func escaped(_ text: String) -> String {
        text.utf8.map { octet in
            switch octet {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                String(UnicodeScalar(octet))
            case _:
                "%" + (octet < 16 ? "0" : "") + String(octet, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
