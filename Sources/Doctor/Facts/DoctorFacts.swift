package import Troubleshooting

/// All that is known of a deployment at one moment; the doctor judges nothing else.
package struct DoctorFacts: Sendable {
    /// - Units: microseconds since 1970.
    package var at: Int64
    package var place: DeploymentPlace
    package var configuration: ConfigurationFacts
    package var node: NodeState
    package var listening: ListeningFacts
    /// The home domain first, then the additional ones.
    package var domains: [DomainFacts]
    package var arrivals: ArrivalFacts
    /// Those in force; of the files where no node runs.
    package var trunks: [TrunkFacts]
    /// Of the last day.
    package var refused: Fact<RefusalFacts>
    /// Nil where none was asked for.
    package var number: NumberFacts?
    /// Calls that failed or went badly, newest first: those of the number in question where there
    /// is one, else those that trunks brought.
    package var troubledCalls: Fact<[CallTrace]>
    /// Nil where none was played.
    package var test: Fact<TrunkTestReport>?
    package var machine: MachineFacts

    package init(
        at: Int64, place: DeploymentPlace, configuration: ConfigurationFacts, node: NodeState,
        listening: ListeningFacts = ListeningFacts(), domains: [DomainFacts] = [],
        arrivals: ArrivalFacts = ArrivalFacts(), trunks: [TrunkFacts] = [],
        refused: Fact<RefusalFacts> = .unknown("nobody was asked"), number: NumberFacts? = nil,
        troubledCalls: Fact<[CallTrace]> = .unknown("nobody was asked"),
        test: Fact<TrunkTestReport>? = nil, machine: MachineFacts = MachineFacts()
    ) {
        self.at = at
        self.place = place
        self.configuration = configuration
        self.node = node
        self.listening = listening
        self.domains = domains
        self.arrivals = arrivals
        self.trunks = trunks
        self.refused = refused
        self.number = number
        self.troubledCalls = troubledCalls
        self.test = test
        self.machine = machine
    }
}

/// Something that is known, or the reason why it is not.
package enum Fact<Value: Sendable>: Sendable {
    case known(Value)
    /// One clause.
    case unknown(String)

    package var value: Value? {
        switch self {
        case .known(let value): value
        case .unknown: nil
        }
    }
}

extension Fact: Equatable where Value: Equatable {}
extension Fact: Hashable where Value: Hashable {}

/// The directories of a deployment, and how commands are told of them.
package struct DeploymentPlace: Hashable, Sendable {
    package var configurationDirectory: String
    package var dataDirectory: String

    package init(configurationDirectory: String, dataDirectory: String) {
        self.configurationDirectory = configurationDirectory
        self.dataDirectory = dataDirectory
    }

    package static let usual = DeploymentPlace(
        configurationDirectory: "/etc/clearwater", dataDirectory: "/var/lib/clearwater")

    /// A command as it has to be typed for this deployment: `clearwater serve --data ./data`.
    package func command(_ words: String) -> String {
        var text = "clearwater \(words)"
        if configurationDirectory != Self.usual.configurationDirectory {
            text += " --config \(configurationDirectory)"
        }
        if dataDirectory != Self.usual.dataDirectory { text += " --data \(dataDirectory)" }
        return text
    }
}
