import Doctor
import HostExamination
import NetworkAddresses
import NodeConfiguration
import SIPTransports
import Synchronization

/// Facts that are found out in the same way with and without a running node.
extension DoctorFacts {
    /// Who listens where a node with these settings does.
    ///
    /// - Parameter node: its process; nil where none runs.
    static func sockets(of settings: NodeSettings, node: Int32?) async -> [ListeningSocket] {
        let wanted = settings.wantedListeners
        return await blockingWork { ListeningExamination.examine(wanted, node: node) }
    }

    /// How the advertised addresses answer, tried all at once.
    static func reaches(of settings: NodeSettings) async -> [Reach] {
        let targets = settings.publicAddresses.flatMap { address in
            TransportProtocol.allCases.map { ($0, SocketEndpoint(address, settings.sipPort)) }
        }
        return await withTaskGroup(of: (Int, Reach).self) { group in
            for (place, target) in targets.enumerated() {
                group.addTask {
                    let reach = await blockingWork {
                        OptionsProbe.send(to: target.1, over: target.0)
                    }
                    return (place, reach)
                }
            }
            var reaches: [(Int, Reach)] = []
            for await reach in group { reaches.append(reach) }
            return reaches.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// What the DNS says of the domains of the deployment.
    static func domains(of settings: NodeSettings, asking names: NameErrands) async -> [DomainFacts]
    {
        var facts: [DomainFacts] = []
        for domain in [settings.homeDomain] + settings.additionalHomeDomains {
            facts.append(await names.facts(of: domain, own: settings.reachableTargets))
        }
        return facts
    }

    /// - Parameter settings: nil where the configuration cannot be used.
    static func machine(
        of settings: NodeSettings?, place: DeploymentPlace, process: Int32?, clockJump: Int64?,
        store: Fact<MachineFacts.Store>
    ) async -> MachineFacts {
        await blockingWork {
            var disks = [MachineExamination.disk(of: place.dataDirectory, purpose: "data")]
            if let log = settings?.logDirectory {
                disks.append(MachineExamination.disk(of: log, purpose: "log"))
            }
            let files = settings?.web.ellisCertificate.map { [$0.certificateFile] } ?? []
            return MachineFacts(
                store: store,
                descriptors: process.map { MachineExamination.descriptors(of: $0) }
                    ?? .unknown("no node runs"),
                disks: disks.compactMap(\.self), clock: MachineExamination.clock(jump: clockJump),
                certificates: files.map {
                    MachineExamination.certificate($0, option: "ellis_certificate_file")
                })
        }
    }
}

extension ConfigurationFacts {
    init(_ loaded: LoadedConfiguration, isUsable: Bool, waitingOptions: [String] = []) {
        self.init(
            isUsable: isUsable,
            mistakes: loaded.mistakes.map {
                Mistake(place: "\($0.origin)", what: $0.what, remedy: $0.remedy)
            }, waitingOptions: waitingOptions)
    }
}

extension NameErrands {
    /// What a provider finds who dials a domain, with every answer on the way.
    func facts(of domain: String, own: [ServerTarget]) async -> DomainFacts {
        let answers = WitnessedAnswers()
        let outcome = await servers(of: domain) { answers.add($0, $1) }
        return DomainFacts(name: domain, outcome: outcome, answers: answers.all, own: own)
    }
}

/// What the name servers said during one lookup.
private final class WitnessedAnswers: Sendable {
    private let held = Mutex<[DomainFacts.Answer]>([])

    var all: [DomainFacts.Answer] { held.withLock { $0 } }

    func add(_ question: DNSQuestion, _ answer: DNSAnswer) {
        held.withLock { $0.append(DomainFacts.Answer(question: question, answer: answer)) }
    }
}
