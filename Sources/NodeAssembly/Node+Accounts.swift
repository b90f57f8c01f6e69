import AccountPasswords
package import Accounts
import MailSubmission
import NodeConfiguration
import Provisioning
import ServiceSettings

/// The accounts of the deployment, as the portal and Ellis' API have them in common.
extension Node {
    func makeAccountDesk() -> AccountDesk {
        let live = live
        let logger = logger
        let mails = MailDesk(server: { MailServer(live.current) }) { message, failure in
            guard let failure else {
                logger.info("a mail was handed in", metadata: ["to": "\(message.to)"])
                return
            }
            logger.warning(
                "a mail was not sent: \(failure)",
                metadata: ["to": "\(message.to)", "subject": "\(message.subject)"])
        }
        return AccountDesk(
            accounts: database, lines: database, passwords: PasswordDesk(),
            submit: { mails.submit($0) }, hasMailServer: { live.current.web.smarthost != nil },
            rules: { AccountRules(live.current) }, now: { NodeClock.now() })
    }

    /// Makes an administrator where there is none; nil where there is one, or nobody could log in.
    ///
    /// - Throws: `NodeError` where the store cannot be written.
    package func firstAdministrator() async throws -> OneTimeLogIn? {
        guard let accountDesk else { return nil }
        do {
            return try await accountDesk.firstAdministrator(
                by: Author(who: "node", interface: .node))
        } catch {
            throw NodeError(
                "no administrator could be made: \(error)",
                remedy: "see that the data directory can be written")
        }
    }

    /// Ends the accounts whose time is over, every hour: their lines ring until then.
    func watchAccounts() async {
        while !Task.isCancelled {
            do {
                let count = try await database.removeExpiredAccounts(
                    by: Author(who: "node", interface: .node), now: NodeClock.now().wall)
                if count > 0 {
                    logger.notice("removed expired accounts", metadata: ["count": "\(count)"])
                }
            } catch {
                logger.warning("expired accounts could not be removed: \(error)")
            }
            try? await Task.sleep(for: .seconds(3600))
        }
    }
}

extension AccountRules {
    init(_ settings: NodeSettings) {
        self.init(
            signupKey: settings.web.signupKey, domain: settings.homeDomain,
            portalAddress: settings.ellisURL, defaultSimservs: Simservs.defaultDocument)
    }
}

extension MailServer {
    /// - Returns: nil where no mail is sent.
    init?(_ settings: NodeSettings) {
        guard let smarthost = settings.web.smarthost else { return nil }
        var login: Login?
        if let user = settings.web.smtpUsername, let password = settings.web.smtpPassword {
            login = Login(user: user, password: password)
        }
        self.init(
            host: smarthost.host, port: smarthost.port, login: login,
            sender: settings.emailRecoverySender)
    }
}
