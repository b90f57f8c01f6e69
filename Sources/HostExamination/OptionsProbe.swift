package import Doctor
import Glibc
package import NetworkAddresses
package import SIPTransports

/// Sends an OPTIONS to an address as anybody outside would, and waits for the answer.
///
/// Blocks; to be called on a thread of its own.
package enum OptionsProbe {
    /// - Units: milliseconds.
    private static let patience = 1500

    package static func send(
        to endpoint: SocketEndpoint, over transport: TransportProtocol
    ) -> Reach {
        Reach(
            transport: "\(transport.viaName)", endpoint: endpoint,
            isOnThisMachine: canBind(endpoint.address), outcome: outcome(endpoint, transport))
    }

    private static func outcome(
        _ endpoint: SocketEndpoint, _ transport: TransportProtocol
    ) -> Reach.Outcome {
        let began = milliseconds()
        do throws(ProbeSocket.Failure) {
            let socket = try ProbeSocket(transport)
            try socket.connect(endpoint, until: began + patience)
            let request = request(to: endpoint, over: transport, from: try socket.localEndpoint)
            var next = began
            while true {
                // UDP loses packets; on TCP the request is sent once.
                if transport == .udp || next == began { try socket.write(request) }
                next = transport == .udp ? milliseconds() + 500 : began + patience
                if let line = try socket.statusLine(until: min(next, began + patience)) {
                    return .answered(line, milliseconds: milliseconds() - began)
                }
                guard milliseconds() < began + patience else { throw .silent }
            }
        } catch {
            switch error {
            case .refused: return .refused
            case .silent: return .silent(seconds: (patience + 999) / 1000)
            case .system(let number): return .failed(String(cString: strerror(number)))
            }
        }
    }

    /// RFC 3261 11.1, to the node itself.
    private static func request(
        to endpoint: SocketEndpoint, over transport: TransportProtocol, from local: SocketEndpoint
    ) -> [UInt8] {
        let token = String(UInt64.random(in: .min ... .max), radix: 36)
        return Array(
            """
            OPTIONS sip:\(endpoint) SIP/2.0\r
            Via: SIP/2.0/\(transport.viaName) \(local);rport;branch=z9hG4bK\(token)\r
            Max-Forwards: 70\r
            From: <sip:doctor@\(local)>;tag=\(token)\r
            To: <sip:\(endpoint)>\r
            Call-ID: doctor-\(token)\r
            CSeq: 1 OPTIONS\r
            Content-Length: 0\r
            \r

            """.utf8)
    }

    /// True for an address of this machine.
    private static func canBind(_ address: IPAddress) -> Bool {
        do throws(ProbeSocket.Failure) {
            return try ProbeSocket(.udp).bind(address)
        } catch {
            return false
        }
    }

    static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
