import AccountPasswords
import Accounts
import Determinism
import Foundation
import MailSubmission
import Provisioning
import Storage
import Synchronization
import Testing

/// A desk over a data file of its own, with a clock that the test moves and a mailbox.
final class Deployment: Sendable {
    private let directory: String
    let store: SubscriberDatabase
    let desk: AccountDesk
    let mails: Mailbox
    let clock: Clock

    static let cheap = PasswordCost(logarithm: 4)

    final class Clock: Sendable {
        private let seconds = Mutex<Int64>(1_700_000_000)

        var now: Now {
            let seconds = seconds.withLock { $0 }
            return Now(
                instant: Instant(nanoseconds: seconds * 1_000_000_000),
                wall: WallTime(milliseconds: seconds * 1000))
        }

        func advance(by interval: Int64) { seconds.withLock { $0 += interval } }
    }

    final class Mailbox: Sendable {
        private let mails = Mutex<[MailMessage]>([])
        var all: [MailMessage] { mails.withLock { $0 } }
        func add(_ mail: MailMessage) { mails.withLock { $0.append(mail) } }
    }

    init(signupKey: String? = "letmein", hasMail: Bool = true) throws {
        directory = NSTemporaryDirectory() + "clearwater-accounts-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        let store = try SubscriberDatabase.open(directory: directory)
        let clock = Clock()
        let mails = Mailbox()
        let rules = AccountRules(
            signupKey: signupKey, domain: "example.com",
            portalAddress: "http://ellis.example.com:8080",
            defaultSimservs: Array("<simservs/>".utf8), recoveryAnswer: .milliseconds(60))
        self.store = store
        self.clock = clock
        self.mails = mails
        let submit: @Sendable (MailMessage) -> Bool = { mail in
            mails.add(mail)
            return true
        }
        desk = AccountDesk(
            accounts: store, lines: store, passwords: PasswordDesk(cost: Self.cheap),
            submit: hasMail ? submit : nil, rules: { rules }, now: { clock.now })
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func author(_ source: String = "192.0.2.1") -> Author {
        Author(who: "somebody", interface: .portal, source: source)
    }

    @discardableResult
    func signUp(_ email: String = "alice@example.com", password: String = "sesame1")
        async throws -> Account
    {
        try await desk.signUp(
            SignUp(email: email, password: password, fullName: "Alice", signupKey: "letmein"),
            by: author())
    }

    /// The token in the newest mail.
    func recoveryToken() throws -> String {
        struct NoToken: Error {}
        guard let text = mails.all.last?.body.components(separatedBy: "token=").last else {
            throw NoToken()
        }
        return String(text.prefix { !$0.isWhitespace })
    }
}

/// Expects that the work is refused, and so.
func expectRefusal<Result>(
    _ expected: AccountRefusal, at location: SourceLocation = #_sourceLocation,
    _ work: () async throws -> Result
) async {
    do {
        _ = try await work()
        Issue.record("it was not refused", sourceLocation: location)
    } catch {
        #expect(error as? AccountRefusal == expected, sourceLocation: location)
    }
}

/// The fields that the work's refusal complains about.
func fieldsComplainedAbout<Result>(_ work: () async throws -> Result) async -> [String] {
    do {
        _ = try await work()
        return []
    } catch {
        guard case .complaints(let complaints)? = error as? AccountRefusal else { return [] }
        return complaints.map(\.field)
    }
}
