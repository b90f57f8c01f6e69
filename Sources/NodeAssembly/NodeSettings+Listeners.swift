import HostExamination
import NetworkAddresses
import NodeConfiguration
import SIPTransports

extension NodeSettings {
    /// Every address and port that a node with these settings listens on: SIP and the web servers.
    var wantedListeners: [WantedListener] {
        var wanted = advertisedListeners.map {
            WantedListener($0.listener.transport, $0.listener.endpoint, option: "sip_port")
        }
        func add(_ option: String, _ port: UInt16?, at addresses: [IPAddress]) {
            guard let port else { return }
            wanted += addresses.map {
                WantedListener(.tcp, SocketEndpoint($0, port), option: option)
            }
        }
        add("ellis_port", web.ellisPort, at: localAddresses)
        add(
            "homestead_provisioning_port", web.homesteadProvisioningPort,
            at: homesteadProvisioningAddresses)
        add("xdms_port", web.xdmsPort, at: localAddresses)
        return wanted
    }

    /// Where callers arrive: the addresses that they are told, then the others.
    var reachableTargets: [ServerTarget] {
        var targets: [ServerTarget] = []
        for address in publicAddresses + localAddresses {
            for transport in TransportProtocol.allCases {
                let target = ServerTarget(
                    transport: transport, endpoint: SocketEndpoint(address, sipPort))
                if !targets.contains(target) { targets.append(target) }
            }
        }
        return targets
    }
}
