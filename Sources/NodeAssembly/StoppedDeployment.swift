package import DNSResolver
package import Doctor
import Foundation
import NetworkAddresses
package import NodeConfiguration
import SIPTransports
import Storage

/// A deployment whose node does not answer, for the doctor: what its files, its store and its
/// ports say.
package struct StoppedDeployment: Sendable {
    private let directory: ConfigurationDirectory
    private let dataDirectory: String
    private let dns: DNSSettings

    package init(
        configuration directory: ConfigurationDirectory, dataDirectory: String,
        dns: DNSSettings = DNSSettings()
    ) {
        self.directory = directory
        self.dataDirectory = dataDirectory
        self.dns = dns
    }

    /// - Parameter node: not running, or silent.
    package func doctorFacts(
        number: String? = nil, node: NodeState = .notRunning
    ) async -> DoctorFacts {
        let loaded = directory.load()
        let place = DeploymentPlace(
            configurationDirectory: directory.path, dataDirectory: dataDirectory)
        let (store, numberFacts) = await look(for: number)
        var facts = DoctorFacts(
            at: NodeClock.now().wall.milliseconds * 1000, place: place,
            configuration: ConfigurationFacts(loaded, isUsable: loaded.settings != nil),
            node: node, refused: .unknown("no node answers"), number: numberFacts,
            troubledCalls: .unknown("no node answers"),
            machine: await DoctorFacts.machine(
                of: loaded.settings, place: place, process: nil, clockJump: nil, store: store))
        guard let settings = loaded.settings else { return facts }
        facts.listening.sockets = await DoctorFacts.sockets(of: settings, node: nil)
        if let names = try? NameErrands(listeningAt: settings.localAddresses, settings: dns) {
            facts.domains = await DoctorFacts.domains(of: settings, asking: names)
            facts.trunks = await trunks(of: settings, asking: names)
            names.close()
        }
        return facts
    }

    /// Opens the data file; one that is not there yet is left so.
    private func look(for number: String?) async -> (Fact<MachineFacts.Store>, NumberFacts?) {
        let file = "\(dataDirectory)/\(SubscriberDatabase.fileName)"
        let hasDirectory = access(dataDirectory, F_OK) == 0
        guard !hasDirectory || access(file, F_OK) == 0 else {
            let why = "there is no data file yet"
            return (
                .unknown(why), number.map { NumberFacts(asked: $0, key: $0, holder: .unknown(why)) }
            )
        }
        do {
            let database = try SubscriberDatabase.open(directory: dataDirectory)
            var facts: NumberFacts?
            if let number {
                // Whatever connection there was went away with the node.
                facts = await NumberFacts(number, in: database) { $0.connection == 0 }
            }
            try database.close()
            return (.known(.answered(0)), facts)
        } catch {
            let failure = MachineFacts.Store.failed(
                "\(error.location): \(error.what)", remedy: error.remedy)
            return (
                .known(failure),
                number.map {
                    NumberFacts(asked: $0, key: $0, holder: .unknown("the store cannot be opened"))
                }
            )
        }
    }

    private func trunks(
        of settings: NodeSettings, asking names: NameErrands
    ) async -> [TrunkFacts] {
        var facts: [TrunkFacts] = []
        for trunk in settings.trunks {
            var peers: [TrunkFacts.Peer] = []
            for entry in trunk.entries {
                guard case .hostName(let name) = entry.kind else {
                    peers.append(TrunkFacts.Peer(entry: entry.text))
                    continue
                }
                let addresses: [IPAddress] =
                    switch await names.addresses(of: name) {
                    case .found(let addresses, _): addresses
                    case .nothing, .unavailable: []
                    }
                peers.append(
                    TrunkFacts.Peer(entry: entry.text, addresses: addresses.map(\.description)))
            }
            facts.append(
                TrunkFacts(name: trunk.name, origin: "\(trunk.origin)", peers: peers))
        }
        return facts
    }
}
