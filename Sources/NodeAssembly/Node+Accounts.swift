import AccountPasswords
package import Accounts
import NodeConfiguration
import Provisioning
import ServiceSettings

/// The accounts of the deployment, as the portal and Ellis' API have them in common.
extension Node {
    func makeAccountDesk() -> AccountDesk {
        let live = live
        return AccountDesk(
            accounts: database, lines: database, passwords: PasswordDesk(), submit: nil,
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
}

extension AccountRules {
    init(_ settings: NodeSettings) {
        self.init(
            signupKey: settings.web.signupKey, domain: settings.homeDomain,
            portalAddress: settings.ellisURL, defaultSimservs: Simservs.defaultDocument)
    }
}
