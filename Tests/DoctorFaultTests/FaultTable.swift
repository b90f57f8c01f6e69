import DNSTestKit
import Doctor
import Foundation
import HostExamination
import NetworkAddresses
import Troubleshooting

/// What can go wrong, one row each: what it is, what the doctor finds first, a part of its remedy,
/// and how it is seeded. Where that is `change`, the fault is told to the doctor as a fact, because
/// a test cannot, or should not, bring it about on this machine.
let faults: [SeededFault] = [
    // MARK: Did it arrive?
    SeededFault(
        "The configuration does not name the home domain", finds: "configuration_usable",
        remedy: "CONFIG/shared_config: Add a line such as home_domain=example.com."
    ) { patient in
        try patient.write("authentication=N\n", to: "shared_config")
        return await patient.factsWithoutNode()
    },
    SeededFault(
        "The data file is damaged", finds: "data_directory_usable",
        remedy: "Put back a backup, or move it and its -wal and -shm files away"
    ) { patient in
        try String(repeating: "no database. ", count: 1000).write(
            toFile: patient.data + "/clearwater.sqlite", atomically: true, encoding: .utf8)
        return await patient.factsWithoutNode()
    },
    SeededFault(
        "The port is taken by another program", finds: "ports_free",
        remedy: "(kill \(getpid())) or choose another port with sip_port"
    ) { patient in
        let other = try LonelySocket(at: patient.nodePlace)
        defer { other.close() }
        return await patient.factsWithoutNode()
    },
    SeededFault(
        "The node is not running", finds: "node_running",
        remedy: "Start one: clearwater serve --config CONFIG --data DATA"
    ) { patient in
        try await patient.add(Patient.number)
        return await patient.factsWithoutNode()
    },
    SeededFault(
        "A second node is meant to run on the same data directory",
        finds: "node_configuration_same",
        remedy: "clearwater serve --config /tmp/other --data DIR"
    ) { patient in
        try await patient.start()
        return await (try patient.running).doctorFacts(askedFor: "/tmp/other")
    },
    SeededFault(
        "The node is draining", finds: "node_takes_calls",
        remedy: "When it has ended, start it again: clearwater serve"
    ) { patient in
        try await patient.start()
        await (try patient.running).drain(atMost: 0)
        return try await patient.facts()
    },
    SeededFault(
        "A socket of the node is missing", finds: "listeners_bound",
        remedy: "See that this machine has the address (ip address)"
    ) { patient in
        try await patient.start()
        return try await patient.facts().changed { $0.listening.sockets[1].isOwn = false }
    },
    SeededFault(
        "Another process has a socket at the same port", finds: "listening_once",
        remedy: "Stop kamailio (kill 4711)."
    ) { patient in
        try await patient.start()
        return try await patient.facts().changed {
            $0.listening.sockets[0].others = [SocketHolder(pid: 4711, name: "kamailio")]
        }
    },
    SeededFault(
        "TCP is refused at the advertised address", finds: "advertised_address_reachable",
        remedy: "Set public_ip in local_config to an address where the node listens"
    ) { patient in
        // UDP alone is led through.
        let router = try LonelySocket(at: SocketEndpoint(patient.strangerAddress, 5060))
        let answers = Task { try await router.answerOptions() }
        defer { answers.cancel() }
        try patient.append("public_ip=\(patient.strangerAddress)\n", to: "local_config")
        try await patient.start(names: [Patient.domain: Patient.address(patient.strangerAddress)])
        return try await patient.facts()
    },
    SeededFault(
        "Nobody is at the advertised address", finds: "advertised_address_reachable",
        remedy: "public_ip in local_config"
    ) { patient in
        try patient.append("public_ip=\(patient.strangerAddress)\n", to: "local_config")
        try await patient.start(names: [Patient.domain: Patient.address(patient.strangerAddress)])
        return try await patient.facts()
    },
    SeededFault(
        "The DNS points elsewhere", finds: "domain_leads_here",
        remedy: "Let the DNS say: voice.example. A NODE; or have the provider dial NUMBER@NODE."
    ) { patient in
        try await patient.start(names: [Patient.domain: Patient.address(IPAddress("192.0.2.9")!)])
        return try await patient.facts()
    },
    SeededFault(
        "The DNS has no records of the domain", finds: "domain_leads_here",
        remedy: "Let the DNS say: voice.example. A NODE"
    ) { patient in
        try await patient.start(names: [:])
        return try await patient.facts()
    },
    SeededFault(
        "The name servers are dead", finds: "domain_leads_here",
        remedy: "Mend the name servers of voice.example"
    ) { patient in
        try await patient.start(names: [
            Patient.domain: [1: .silence, 28: .silence, 33: .silence, 35: .silence]
        ])
        return try await patient.facts()
    },
    SeededFault(
        "An SRV record has the wrong port", finds: "domain_leads_here",
        remedy: "or have the provider dial NUMBER@NODE."
    ) { patient in
        try await patient.start(names: [
            "_sip._udp.\(Patient.domain)": [
                33: .records([service(1, 1, 5070, "edge.example")], ttl: 60)
            ],
            "edge.example": Patient.address(patient.nodeAddress),
        ])
        return try await patient.facts()
    },
    SeededFault(
        "The system drops datagrams", finds: "datagrams_kept", .warning,
        remedy: "net.core.rmem_max"
    ) { patient in
        try await patient.start()
        return try await patient.facts().changed { $0.listening.sockets[0].dropped = 12 }
    },
    SeededFault(
        "The provider's packet never comes", finds: "provider_arrives",
        remedy: "Open UDP NODE:5060, TCP NODE:5060 to the provider's addresses"
    ) { patient in
        try await patient.start()
        return try await patient.facts().changed {
            $0.arrivals.watch = ArrivalWatch(seconds: 60, seen: [], messages: 3)
        }
    },

    // MARK: Is it trusted?
    SeededFault(
        "A file was changed, with a mistake", finds: "configuration_in_force",
        remedy: "CONFIG/user_settings:1:"
    ) { patient in
        try await patient.start()
        try patient.write("trusted_peers=192.0.2.300\n", to: "user_settings")
        return try await patient.facts()
    },
    SeededFault(
        "An option was changed and waits for the next start", finds: "configuration_in_force",
        .warning, remedy: "Start the node again: clearwater serve"
    ) { patient in
        try await patient.start()
        try patient.append("sip_port=5070\n", to: "local_config")
        await (try patient.running).reload()
        return try await patient.facts()
    },
    SeededFault(
        "There is no trunk at all", finds: "trunks_configured", .warning,
        remedy: "clearwater trunk add NAME ADDRESS"
    ) { patient in
        try patient.write("", to: "user_settings")
        try await patient.start()
        return try await patient.facts()
    },
    SeededFault(
        "A trusted host name has no address", finds: "trusted_names_resolve",
        remedy: "dig sip.provider.example; if the name is wrong, correct it in CONFIG/trunks:1"
    ) { patient in
        try patient.write("provider=\"sip.provider.example\"\n", to: "trunks")
        try await patient.start()
        return try await patient.facts()
    },
    SeededFault(
        "An address in trusted_peers is wrong", finds: "strangers_refused",
        remedy: "else write trusted_peers=TRUNK,STRANGER in CONFIG/user_settings:1."
    ) { patient in
        try await patient.start()
        let provider = try await patient.peer(at: patient.strangerAddress)
        try await provider.ask("INVITE", "sip:\(Patient.number)@\(Patient.domain)")
        return try await patient.facts()
    },
    SeededFault(
        "The provider has added an address", finds: "strangers_refused",
        remedy: "clearwater trunk allow 81.201.82.46 --trunk voxbone"
    ) { patient in
        try patient.write("voxbone=\"81.201.82.45, 81.201.84.195\"\n", to: "trunks")
        try await patient.start()
        return try await patient.facts(refusing: "81.201.82.46")
    },
    SeededFault(
        "The trunk has fewer addresses than its preset", finds: "strangers_refused",
        remedy: "voxbone"
    ) { patient in
        try patient.write("voxbone=\"81.201.82.45\"\n", to: "trunks")
        try await patient.start()
        return try await patient.facts(refusing: "81.201.83.45")
    },
    SeededFault(
        "The provider dials a wrong domain", finds: "domains_refused",
        remedy: "At the provider, set the number's URI to sip:NUMBER@voice.example in place of"
            + " voices.example"
    ) { patient in
        try await patient.start()
        let trunk = try await patient.peer(at: patient.trunkAddress)
        try await trunk.ask("INVITE", "sip:\(Patient.number)@voices.example")
        return try await patient.facts()
    },
    SeededFault(
        "A name of the node is missing in alias_list", finds: "domains_refused",
        remedy: "alias_list=edge.example in CONFIG/shared_config"
    ) { patient in
        try await patient.start(names: [
            Patient.domain: Patient.address(patient.nodeAddress),
            "edge.example": Patient.address(patient.nodeAddress),
        ])
        let trunk = try await patient.peer(at: patient.trunkAddress)
        try await trunk.ask("INVITE", "sip:\(Patient.number)@edge.example")
        return try await patient.facts()
    },
    SeededFault(
        "A trunk sends REGISTER", finds: "trunk_requests_refused",
        remedy: "clearwater trunk check TRUNK"
    ) { patient in
        try await patient.start()
        let trunk = try await patient.peer(at: patient.trunkAddress)
        try await trunk.ask("REGISTER", "sip:\(Patient.domain)")
        return try await patient.facts()
    },
    SeededFault(
        "A trunk sets a Route of its own", finds: "trunk_requests_refused",
        remedy: "Have the provider send without Route headers."
    ) { patient in
        try await patient.start()
        let trunk = try await patient.peer(at: patient.trunkAddress)
        try await trunk.ask(
            "INVITE", "sip:\(Patient.number)@\(Patient.domain)",
            headers: ["Route: <sip:198.51.100.1;lr>"])
        return try await patient.facts()
    },

    // MARK: Would it ring on-net?
    SeededFault(
        "The number has a wrong prefix", finds: "number_exists",
        remedy: "Have the provider send 15551000000 if that is meant"
    ) { patient in
        try await patient.start()
        return try await patient.facts("0015551000000")
    },
    SeededFault(
        "The number is nobody's", finds: "number_exists",
        remedy: "Create it: clearwater subscriber add +442071234567"
    ) { patient in
        try await patient.start()
        return try await patient.facts("+442071234567")
    },
    SeededFault(
        "The line is barred", finds: "number_not_barred",
        remedy: "Take its BarringIndication out"
    ) { patient in
        try await patient.start()
        try await patient.addBarredLine("16665550000")
        return try await patient.facts("16665550000")
    },
    SeededFault(
        "The phone has a wrong password", finds: "log_ins_refused",
        remedy: "clearwater subscriber set-password 15551000000"
    ) { patient in
        try patient.write("home_domain=\(Patient.domain)\n", to: "shared_config")
        try await patient.start()
        try await patient.logInWrongly()
        return try await patient.facts(Patient.number)
    },
    SeededFault(
        "The phone is not registered", finds: "phone_registered",
        remedy: "Switch the phone on, with 15551000000 as its user name"
    ) { patient in
        try await patient.start()
        return try await patient.facts(Patient.number)
    },
    SeededFault(
        "The registration has expired", finds: "phone_registered",
        remedy: "it has to register again before its time is over"
    ) { patient in
        try await patient.start()
        try await patient.register(seconds: 1)
        try await Task.sleep(for: .milliseconds(1100))
        return try await patient.facts(Patient.number)
    },
    SeededFault(
        "The phone is behind a dead TCP connection", finds: "phone_reachable",
        remedy: "Let the phone register again"
    ) { patient in
        try await patient.start()
        try await patient.register(over: .tcp).close()
        for _ in 0..<100 {
            let facts = try await patient.facts(Patient.number)
            if facts.number?.holder.value??.phones.first?.isReachable == false { return facts }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Trouble("the connection stays")
    },
    SeededFault(
        "A service diverts every call", finds: "services_let_calls_in", .warning,
        remedy: "change the line's services in the portal"
    ) { patient in
        try await patient.start()
        try await patient.register()
        try await patient.setServices(.diverting)
        return try await patient.facts(Patient.number)
    },
    SeededFault(
        "A service bars every incoming call", finds: "services_let_calls_in", .warning,
        remedy: "change the line's services in the portal"
    ) { patient in
        try await patient.start()
        try await patient.register()
        try await patient.setServices(.barring)
        return try await patient.facts(Patient.number)
    },
    SeededFault(
        "The provider sends a wrong prefix", finds: "recent_calls_well",
        remedy: "0015551000000"
    ) { patient in
        try await patient.start()
        let trunk = try await patient.peer(at: patient.trunkAddress)
        try await trunk.ask("INVITE", "sip:0015551000000@\(Patient.domain)")
        return try await patient.facts()
    },
    SeededFault(
        "A call runs in a loop", finds: "recent_calls_well",
        remedy: "See that no forwarding leads back to this number"
    ) { patient in
        try await patient.start()
        try await patient.register()
        let trunk = try await patient.peer(at: patient.trunkAddress)
        try await trunk.ask("INVITE", "sip:\(Patient.number)@\(Patient.domain)", hops: 0)
        return try await patient.facts(Patient.number)
    },
    SeededFault(
        "The provider sends a storm of retransmissions", finds: "recent_calls_well",
        remedy: "Packets get lost between NODE:5060 and TRUNK"
    ) { patient in
        try await patient.start()
        try await patient.retransmit(copies: 13, answered: false)
        return try await patient.facts(Patient.number)
    },
    SeededFault(
        "The node's answers do not reach the provider", finds: "recent_calls_well",
        remedy: "See that a firewall or NAT lets UDP from NODE:5060 to TRUNK"
    ) { patient in
        try await patient.start()
        try await patient.retransmit(copies: 4, answered: true)
        return try await patient.facts(Patient.number)
    },
    SeededFault(
        "The provider sends no ACK", finds: "recent_calls_well",
        remedy: "and that it sends ACK there"
    ) { patient in
        try await patient.start()
        let phone = try await patient.register()
        let trunk = try await patient.peer(at: patient.trunkAddress)
        async let answer = trunk.ask("INVITE", "sip:\(Patient.number)@\(Patient.domain)")
        let invite = try await phone.next("INVITE")
        for _ in 0..<4 {
            phone.answer(invite, "200 OK")
            try await Task.sleep(for: .milliseconds(30))
        }
        _ = try await answer
        return try await patient.facts(Patient.number)
    },
    SeededFault(
        "A test call does not ring", finds: "test_call_rings", remedy: "Let the phone ring."
    ) { patient in
        try await patient.start()
        try await patient.register()
        return try await patient.facts(Patient.number).changed {
            $0.test = .known(
                TrunkTestReport(
                    steps: [
                        TrunkTestReport.Step(
                            isAsExpected: false, sentence: "480 came", remedy: "let the phone ring")
                    ], calls: []))
        }
    },

    // MARK: The machine
    SeededFault(
        "The store is down", finds: "store_answers", remedy: "Put back a backup."
    ) { patient in
        try await patient.start()
        return try await patient.facts().changed {
            $0.machine.store = .known(
                .failed("DATA/clearwater.sqlite: is damaged", remedy: "put back a backup"))
        }
    },
    SeededFault(
        "The store is slow", finds: "store_answers", .warning, remedy: "iostat"
    ) { patient in
        try await patient.start()
        return try await patient.facts().changed {
            $0.machine.store = .known(.answered(400_000))
        }
    },
    SeededFault(
        "The descriptor limit is low", finds: "descriptors_left", .warning,
        remedy: "LimitNOFILE=65536"
    ) { patient in
        try await patient.start()
        let child = try SleepingChild(openFiles: 200)
        defer { child.end() }
        return try await patient.facts().changed {
            $0.machine.descriptors = MachineExamination.descriptors(of: child.pid)
        }
    },
    SeededFault(
        "The descriptors are used up", finds: "descriptors_left", remedy: "ulimit -n 65536"
    ) { patient in
        try await patient.start()
        let child = try SleepingChild(openFiles: 4)
        defer { child.end() }
        return try await patient.facts().changed {
            $0.machine.descriptors = MachineExamination.descriptors(of: child.pid)
        }
    },
    SeededFault(
        "The disk is nearly full", finds: "disk_has_room", remedy: "Make room on the disk of DATA"
    ) { patient in
        try await patient.start()
        return try await patient.facts().changed { $0.machine.disks[0].free = 20 << 20 }
    },
    SeededFault(
        "The clock follows no time server", finds: "clock_synchronised", .warning,
        remedy: "timedatectl set-ntp true"
    ) { patient in
        try await patient.start()
        return try await patient.facts().changed {
            $0.machine.clock = .known(MachineFacts.Clock(isSynchronised: false, jump: 0))
        }
    },
    SeededFault(
        "Somebody set the clock while the node ran", finds: "clock_steady", .warning,
        remedy: "Start the node again once the clock is right"
    ) { patient in
        try await patient.start()
        return try await patient.facts().changed {
            $0.machine.clock = .known(MachineFacts.Clock(isSynchronised: true, jump: -90_000))
        }
    },
    SeededFault(
        "The certificate has expired", finds: "certificates_valid",
        remedy: "Put a new certificate into CONFIG/tls.pem (ellis_certificate_file)"
    ) { patient in
        try patient.serveTLS(with: ExpiredCertificate.certificate, ExpiredCertificate.key)
        try await patient.start()
        return try await patient.facts()
    },
]
