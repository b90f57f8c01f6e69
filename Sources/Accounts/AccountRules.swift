package import Determinism

/// What the deployment's settings say about accounts and lines.
package struct AccountRules: Sendable {
    /// What a person has to know to sign up; nil where nobody can.
    package var signupKey: String?
    /// The domain of new lines.
    package var domain: String
    /// Where the portal is for somebody who reads an e-mail, without a slash at its end:
    /// `https://ellis.example.com`. Never taken from a request, which may lie.
    package var portalAddress: String
    /// The simservs document of a new line.
    package var defaultSimservs: [UInt8]
    package var limits: AttemptLimits
    /// How long asking for a recovery mail takes, whoever is asked for.
    package var recoveryAnswer: Duration

    package init(
        signupKey: String?, domain: String, portalAddress: String, defaultSimservs: [UInt8],
        limits: AttemptLimits = AttemptLimits(), recoveryAnswer: Duration = .milliseconds(250)
    ) {
        self.signupKey = signupKey
        self.domain = domain
        self.portalAddress = portalAddress
        self.defaultSimservs = defaultSimservs
        self.limits = limits
        self.recoveryAnswer = recoveryAnswer
    }
}

/// How long a person stays logged in.
package enum SessionLifetime: Hashable, Sendable {
    /// Half a day, for a browser that others use too.
    case workday
    case month

    package var interval: Interval {
        switch self {
        case .workday: .seconds(12 * 3600)
        case .month: .seconds(30 * 24 * 3600)
        }
    }
}
