import DNSResolver
import DNSTestKit
import Determinism
import Doctor
import Foundation
import NetworkAddresses
import NodeAssembly
import NodeConfiguration
import Provisioning
import Storage

/// A healthy deployment that faults are seeded into: a real node with sockets on loopback addresses
/// of its own, files, a store, and the only name server that it knows.
actor Patient {
    static let domain = "voice.example"
    static let number = "15551000000"
    static let password = "secret-of-the-phone"
    static let operatorAtHome = Author(who: "operator", interface: .commandLine)

    nonisolated let root: String
    nonisolated let configuration: ConfigurationDirectory
    nonisolated let data: String
    nonisolated let nodeAddress: IPAddress
    nonisolated let trunkAddress: IPAddress
    nonisolated let strangerAddress: IPAddress
    nonisolated let phoneAddress: IPAddress
    nonisolated var nodePlace: SocketEndpoint { SocketEndpoint(nodeAddress, 5060) }

    private var node: Node?
    private var nameServer: NameServer?
    private(set) var peers: [SIPPeer] = []

    /// With a trunk that is trusted, a number, and a domain that leads to the node.
    init() throws {
        root = "/tmp/clearwater-doctor-\(UUID().uuidString.prefix(13))"
        configuration = ConfigurationDirectory(root + "/config")
        data = root + "/data"
        // Addresses that differ by one digit: what the doctor says of slips of the pen depends on it.
        let tens = 10 * Int.random(in: 0...20)
        let block = (Int.random(in: 60...99), Int.random(in: 0...255), tens)
        func address(_ last: Int) -> IPAddress {
            IPAddress("127.\(block.0).\(block.1).\(block.2 + last)")!
        }
        nodeAddress = address(1)
        trunkAddress = address(2)
        strangerAddress = address(3)
        phoneAddress = address(4)
        for directory in ["config", "data", "log"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(directory)", withIntermediateDirectories: true)
        }
        try write(
            """
            local_ip=\(nodeAddress)
            log_directory=\(root)/log
            ellis_port=0
            xdms_port=0
            homestead_provisioning_port=0

            """, to: "local_config")
        try write("home_domain=\(Self.domain)\nauthentication=N\n", to: "shared_config")
        try write("trusted_peers=\(trunkAddress)\n", to: "user_settings")
    }

    nonisolated func write(_ text: String, to file: String) throws {
        try text.write(
            toFile: configuration.path(of: file), atomically: true, encoding: .utf8)
    }

    nonisolated func append(_ text: String, to file: String) throws {
        let path = configuration.path(of: file)
        let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        try write(before + text, to: file)
    }

    // MARK: - Its parts

    /// Starts the node.
    ///
    /// - Parameter names: what the name server knows; else the domain's address is the node's.
    func start(names: NameServer.Table? = nil) async throws {
        nameServer = NameServer(names ?? [Self.domain: Self.address(nodeAddress)])
        try await add(Self.number)
        let node = try await Node.start(
            configuration: configuration, dataDirectory: data, dns: dns)
        self.node = node
        try await node.listen()
    }

    /// An A record.
    static func address(_ address: IPAddress) -> [UInt16: NameServer.Entry] {
        [1: .records([withUnsafeBytes(of: address.v4!.bigEndian) { Array($0) }], ttl: 60)]
    }

    var running: Node {
        get throws {
            guard let node else { throw Trouble("the node does not run") }
            return node
        }
    }

    private var dns: DNSSettings {
        var settings = DNSSettings()
        settings.systemServers = nil
        settings.hosts = nil
        settings.nameServers = nameServer.map { [$0.address] } ?? []
        settings.patience = .milliseconds(500)
        return settings
    }

    /// A subscriber as `clearwater subscriber add` makes one.
    func add(_ number: String) async throws {
        let database = try SubscriberDatabase.open(directory: data)
        let new = try NewSubscriber(user: number, password: Self.password, realm: Self.domain)
        try database.add(new, now: wallTime())
        try database.close()
    }

    func peer(
        at address: IPAddress, over transport: SIPPeer.Transport = .udp
    ) throws -> SIPPeer {
        let peer = try SIPPeer(at: address, node: nodePlace, over: transport)
        peers.append(peer)
        return peer
    }

    /// A phone that is registered.
    @discardableResult
    func register(
        over transport: SIPPeer.Transport = .udp, seconds: Int = 300
    ) async throws -> SIPPeer {
        let phone = try peer(at: phoneAddress, over: transport)
        let answer = try await phone.ask(
            "REGISTER", "sip:\(Self.domain)", as: Self.number, to: Self.number,
            headers: ["Contact: <sip:\(Self.number)@\(phone.place)>;expires=\(seconds)"])
        guard answer.hasPrefix("SIP/2.0 200") else { throw Trouble("not registered: \(answer)") }
        return phone
    }

    // MARK: - The doctor's visit

    /// Facts of the running node; the machine's are a good one's, for faults are not seeded there.
    func facts(
        _ number: String? = nil, placesTestCall: Bool = false
    ) async throws -> DoctorFacts {
        var facts = await (try running).doctorFacts(
            number: number, placesTestCall: placesTestCall)
        facts.machine.disks = [
            MachineFacts.Disk(path: data, purpose: "data", free: 9 << 30, size: 99 << 30)
        ]
        facts.machine.clock = .known(MachineFacts.Clock(isSynchronised: true, jump: 0))
        facts.machine.descriptors = .known(MachineFacts.Descriptors(used: 50, limit: 65_536))
        return facts
    }

    /// Facts of the same deployment without its node.
    func factsWithoutNode() async -> DoctorFacts {
        nameServer = nameServer ?? NameServer([Self.domain: Self.address(nodeAddress)])
        let stopped = StoppedDeployment(
            configuration: configuration, dataDirectory: data, dns: dns)
        return await stopped.doctorFacts()
    }

    /// Gives up the node's threads, sockets and files.
    func end() async {
        try? await node?.stop()
        node = nil
        peers = []
        try? FileManager.default.removeItem(atPath: root)
    }

    /// A remedy as it has to read for this deployment.
    nonisolated func written(_ remedy: String) -> String {
        [
            ("NODE", "\(nodeAddress)"), ("TRUNK", "\(trunkAddress)"),
            ("STRANGER", "\(strangerAddress)"), ("PHONE", "\(phoneAddress)"),
            ("CONFIG", configuration.path), ("DATA", data),
        ].reduce(remedy) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }
}

struct Trouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

func wallTime() -> WallTime { WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
