import Provisioning

/// What the node goes by, and where each value comes from.
struct ConfigurationPage: Page {
    struct Option: Sendable {
        let name: String
        /// Nil for what is not set and has no default.
        let value: String?
        let origin: String
        let isDefault: Bool
        let meaning: String
        let isWaiting: Bool
    }

    static let template = "operator-configuration"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .configuration

    let title = "Configuration"
    let notice: Notice?
    let mistakes: [String]
    let hasMistakes: Bool
    /// Those that a file sets.
    let written: [Option]
    let hasWritten: Bool
    let defaults: [Option]
    let isAnyWaiting: Bool

    init(_ cards: [OptionCard], mistakes: [String], notice: Notice?) {
        self.notice = notice
        self.mistakes = mistakes
        hasMistakes = !mistakes.isEmpty
        let options = cards.map { card in
            Option(
                name: card.name, value: card.value.isEmpty ? nil : card.value,
                origin: card.origin, isDefault: card.origin == "default",
                meaning: card.meaning.prefix(1).uppercased() + card.meaning.dropFirst(),
                isWaiting: card.isWaiting)
        }
        written = options.filter { !$0.isDefault }
        hasWritten = !written.isEmpty
        defaults = options.filter(\.isDefault)
        isAnyWaiting = options.contains(where: \.isWaiting)
    }
}

extension Portal {
    func addConfiguration(to routes: PageRoutes) {
        routes.operatorPage("/operator/configuration") { visit, _ in
            visit.show(
                ConfigurationPage(
                    await desks.deployment.configuration(),
                    mistakes: await desks.deployment.configurationMistakes(), notice: visit.done))
        }
    }
}
