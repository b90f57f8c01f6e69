import Determinism
package import Doctor
import Foundation
import IMSEngine
import NodeConfiguration
import NodeControl
package import Provisioning
import SIPTransports
import Storage
import Subscribers
package import Troubleshooting

/// The doctor at the running node.
extension Node: DoctorDesk {
    package func examine(
        number: String?, placesTestCall: Bool
    ) async throws(ProvisioningError) -> DoctorReport {
        Consultation.report(on: await doctorFacts(number: number, placesTestCall: placesTestCall))
    }

    func examine(_ order: DoctorOrder) async -> DoctorReport {
        var facts = await doctorFacts(
            number: order.number, placesTestCall: order.placesTestCall,
            askedFor: order.configurationDirectory)
        facts.arrivals.watch = order.watch
        facts.arrivals.watch?.seen.removeAll(where: trunkTests.hasPlayed)
        return Consultation.report(on: facts)
    }

    /// All that the doctor has to know.
    ///
    /// - Parameter configurationDirectory: the one that whoever asks believes to be in force.
    package func doctorFacts(
        number: String? = nil, placesTestCall: Bool = false,
        askedFor configurationDirectory: String? = nil
    ) async -> DoctorFacts {
        let now = NodeClock.now()
        let asked = configurationDirectory ?? directory.path
        let isOurs = Self.isSame(asked, directory.path)
        let place = DeploymentPlace(
            configurationDirectory: asked, dataDirectory: database.directory)
        async let sockets = DoctorFacts.sockets(of: settings, node: getpid())
        async let reaches = DoctorFacts.reaches(of: settings)
        async let domains = DoctorFacts.domains(of: settings, asking: names)
        let clockJump =
            (now.wall.milliseconds - startedAt.wall.milliseconds)
            - (now.instant - startedAt.instant).nanoseconds / 1_000_000
        async let machine = DoctorFacts.machine(
            of: settings, place: place, process: getpid(), clockJump: clockJump,
            store: .known(storeSpeed()))
        let numberFacts = await numberFacts(number)
        // Before the test call, which is none of the deployment's own.
        let troubled = await troubledCalls(numberFacts)
        var facts = DoctorFacts(
            at: now.wall.milliseconds * 1000, place: place,
            configuration: ConfigurationFacts(
                directory.load(), isUsable: true, waitingOptions: waitingOptions),
            node: .running(
                RunningNode(
                    pid: getpid(), version: Self.version,
                    uptime: Int((now.instant - startedAt.instant).nanoseconds / 1_000_000_000),
                    isDraining: isDraining,
                    configurationDirectory: isOurs ? asked : directory.path)),
            listening: ListeningFacts(sockets: await sockets, reaches: await reaches),
            domains: await domains, arrivals: await arrivals(), trunks: trunkFacts,
            refused: await refusalFacts(), number: numberFacts,
            troubledCalls: troubled, machine: await machine)
        facts.machine.isTraceOn = settings.tracesDecisions
        if let number, placesTestCall, numberFacts?.holder.value ?? nil != nil {
            facts.test = await testCall(to: number)
        }
        return facts
    }

    /// A call and a message on-net, to a built-in phone in the place of the number's own.
    private func testCall(to number: String) async -> Fact<TrunkTestReport> {
        do {
            return .known(try await placeTestCall(to: number))
        } catch {
            return .unknown(error.description)
        }
    }

    /// True for two names of one directory.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        URL(fileURLWithPath: one).resolvingSymlinksInPath().path
            == URL(fileURLWithPath: other).resolvingSymlinksInPath().path
    }

    /// How long a look-up takes now, past whatever is remembered.
    private func storeSpeed() -> MachineFacts.Store {
        let began = ContinuousClock.now
        do throws(StorageError) {
            _ = try database.record(for: SubscriberKey("doctor")!)
            let took = ContinuousClock.now - began
            return .answered(
                Int(took.components.seconds) * 1_000_000
                    + Int(took.components.attoseconds / 1_000_000_000_000))
        } catch {
            return .failed("\(error.location): \(error.what)", remedy: error.remedy)
        }
    }

    private func numberFacts(_ number: String?) async -> NumberFacts? {
        guard let number else { return nil }
        let transport = transport
        // Asked for before: which connections there are is known to the event loop alone.
        let key = NumberFacts.key(of: number)
        let flows = (try? key.flatMap { try database.record(for: $0) })?.bindings.map(\.flow) ?? []
        let held = try? await group.next().submit {
            Set(flows.filter { transport.value.holds($0) })
        }.get()
        return await NumberFacts(number, in: database) { held?.contains($0) ?? true }
    }

    private func arrivals() async -> ArrivalFacts {
        let counters = try? await counters()
        return ArrivalFacts(
            messages: counters.map { $0.datagramsReceived + $0.messagesReceived } ?? 0,
            discarded: UInt64(reporter.discarded.values.reduce(0, +)),
            fromTrunks: await callsFromTrunks())
    }

    private var trunkFacts: [TrunkFacts] {
        trust.trunks.map { trunk in
            TrunkFacts(
                name: trunk.name, origin: "\(trunk.origin)",
                peers: trunk.entries.map { entry in
                    guard case .hostName(let name) = entry.kind else {
                        return TrunkFacts.Peer(entry: entry.text)
                    }
                    return TrunkFacts.Peer(
                        entry: entry.text,
                        addresses: trust.addresses[name, default: []].map(\.description))
                })
        }
    }
}
