/// A plain text mail to one person.
package struct MailMessage: Hashable, Sendable {
    package var to: String
    package var subject: String
    package var body: String

    package init(to: String, subject: String, body: String) {
        self.to = to
        self.subject = subject
        self.body = body
    }
}
