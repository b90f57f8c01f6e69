import Doctor
import NetworkAddresses
import SIPTransports
import Troubleshooting

extension DoctorFacts {
    /// - Units: microseconds since 1970.
    static let now: Int64 = 1_800_000_000_000_000
    static let minute: Int64 = 60_000_000
    static let node = SocketEndpoint(IPAddress("192.0.2.1")!, 5060)

    /// A deployment in which nothing is wrong.
    static var healthy: DoctorFacts {
        let own = TransportProtocol.allCases.map { ServerTarget(transport: $0, endpoint: node) }
        return DoctorFacts(
            at: now, place: .usual, configuration: ConfigurationFacts(isUsable: true),
            node: .running(
                RunningNode(
                    pid: 1, version: "0.1", uptime: 60,
                    configurationDirectory: "/etc/clearwater")),
            listening: ListeningFacts(
                sockets: ["UDP", "TCP"].map {
                    ListeningSocket(transport: $0, endpoint: node, isOwn: true)
                },
                reaches: ["UDP", "TCP"].map {
                    Reach(
                        transport: $0, endpoint: node, isOnThisMachine: true,
                        outcome: .answered("200 OK", milliseconds: 1))
                }),
            domains: [
                DomainFacts(name: "example.com", outcome: .found(own, ttl: 60), own: own)
            ],
            arrivals: ArrivalFacts(messages: 10, fromTrunks: [.invite(status: 200)]),
            trunks: [
                TrunkFacts(
                    name: "voxbone", origin: "/etc/clearwater/trunks:1",
                    peers: [TrunkFacts.Peer(entry: "192.0.2.10")])
            ],
            refused: .known(RefusalFacts(peers: [])),
            number: NumberFacts(
                asked: "+15551000000", key: "15551000000",
                holder: .known(
                    NumberFacts.Holder(
                        user: "+15551000000",
                        identities: [
                            NumberFacts.Identity(
                                uri: "sip:+15551000000@example.com", isBarred: false, isAsked: true)
                        ], phones: [.registered(for: 5 * minute)],
                        services: NumberFacts.Services()))),
            troubledCalls: .known([]),
            test: .known(
                TrunkTestReport(
                    steps: [TrunkTestReport.Step(isAsExpected: true, sentence: "it rang")],
                    calls: [])),
            machine: MachineFacts(
                store: .known(.answered(40)),
                descriptors: .known(MachineFacts.Descriptors(used: 40, limit: 65536)),
                disks: [
                    MachineFacts.Disk(path: "/", purpose: "data", free: 9 << 30, size: 99 << 30)
                ],
                clock: .known(MachineFacts.Clock(isSynchronised: true, jump: 3)),
                certificates: [
                    MachineFacts.Certificate(
                        file: "/etc/clearwater/tls.pem", option: "ellis_certificate_file",
                        expires: .known(now + 90 * 24 * 60 * minute))
                ], isTraceOn: true))
    }

    /// These facts with something changed.
    func with(_ change: (inout DoctorFacts) -> Void) -> DoctorFacts {
        var facts = self
        change(&facts)
        return facts
    }
}

extension NumberFacts.Phone {
    /// - Parameter time: how long it still is; microseconds.
    static func registered(
        for time: Int64, over transport: String = "UDP", isReachable: Bool = true
    ) -> NumberFacts.Phone {
        NumberFacts.Phone(
            contact: "sip:15551000000@192.0.2.50", transport: transport, source: "192.0.2.50:5060",
            since: DoctorFacts.now - DoctorFacts.minute, expires: DoctorFacts.now + time,
            isReachable: isReachable)
    }
}

extension CallSummary {
    /// One that the trunk voxbone brought.
    static func invite(status: Int, reason: String? = nil) -> CallSummary {
        CallSummary(
            id: "00000000000000ff", kind: .call, began: DoctorFacts.now - DoctorFacts.minute,
            ended: DoctorFacts.now, source: "192.0.2.10:5060", transport: "UDP", trunk: "voxbone",
            caller: "33123456789", called: "15551000000", callID: "a@b", method: "INVITE",
            status: status, reason: reason, messages: 6, isFailed: status >= 300)
    }
}
