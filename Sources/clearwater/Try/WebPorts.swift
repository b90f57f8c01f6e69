import NetworkAddresses
import Rehearsal

/// The web servers' ports of a node that has to start wherever it is tried.
struct WebPorts {
    private let address: IPAddress

    init(at address: IPAddress) { self.address = address }

    /// Lines of a configuration file: the usual ports, another one for the portal where that is
    /// taken, and no interface for programs whose own is.
    var options: String {
        var lines: [String] = []
        if !isFree(8080) { lines.append("ellis_port=\(freePort)") }
        if !isFree(8889) { lines.append("homestead_provisioning_port=0") }
        if !isFree(7888) { lines.append("xdms_port=0") }
        return lines.map { $0 + "\n" }.joined()
    }

    private var freePort: UInt16 { (8081...8999).first(where: isFree) ?? 0 }

    private func isFree(_ port: UInt16) -> Bool {
        DatagramSocket.isFree(SocketEndpoint(address, port))
    }
}
