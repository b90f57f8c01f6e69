import NetworkAddresses
import NodeConfiguration
package import Provisioning
import SIPTransports

/// What the deployment is like, for its pages.
extension Node: DeploymentDesk {
    package func card() -> DeploymentCard { DeploymentCard(settings) }

    package func domainReach() async -> DomainReach {
        let question = ReachQuestion(domain: settings.homeDomain, own: settings.reachableTargets)
        if let asked = reachLookup, asked.question == question,
            asked.time.duration(to: .now) < .seconds(10)
        {
            return await asked.answer.value
        }
        let names = names
        let answer = Task {
            DomainReach(
                of: question.domain, await names.servers(of: question.domain), own: question.own)
        }
        reachLookup = ReachLookup(question: question, time: .now, answer: answer)
        return await answer.value
    }

    package func configuration() -> [OptionCard] {
        settings.options(written: writtenOptions).map { option in
            OptionCard(
                name: option.name, value: option.value,
                origin: option.origin?.description ?? "default", meaning: option.meaning,
                isWaiting: waitingOptions.contains(option.name))
        }
    }

    package func configurationMistakes() -> [String] { mistakes }

    package func overview() async throws(ProvisioningError) -> DeploymentOverview {
        do {
            return DeploymentOverview(try await status(), at: NodeClock.now().wall)
        } catch {
            throw ProvisioningError(
                .unavailable, "the node's state cannot be read: \(error)", remedy: "try again")
        }
    }
}

/// What was asked of the DNS about the home domain.
struct ReachQuestion: Hashable, Sendable {
    var domain: String
    var own: [ServerTarget]
}

/// The last look at the DNS, so that each view of a page does not ask again.
struct ReachLookup: Sendable {
    var question: ReachQuestion
    var time: ContinuousClock.Instant
    var answer: Task<DomainReach, Never>
}
