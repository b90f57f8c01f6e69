import Glibc
import NIOCore
package import NetworkAddresses

/// A web port that could not be listened on, with what to do about it.
package struct WebBindError: Error, Hashable, Sendable, CustomStringConvertible {
    package var endpoint: SocketEndpoint
    /// The configuration's option that chooses the port.
    package var option: String
    package var errorNumber: Int32
    package var reason: String

    init(_ endpoint: SocketEndpoint, option: String, _ error: any Error) {
        self.endpoint = endpoint
        self.option = option
        if let system = error as? IOError {
            errorNumber = system.errnoCode
            reason = String(cString: strerror(system.errnoCode))
        } else {
            errorNumber = 0
            reason = "\(error)"
        }
    }

    package var what: String { "cannot listen on TCP \(endpoint): \(reason)" }

    package var remedy: String {
        let port = endpoint.port
        switch errorNumber {
        case EADDRINUSE:
            return "another program holds the port ('ss -lntp sport = :\(port)' names it): "
                + "end it, or choose another port with \(option)"
        case EADDRNOTAVAIL:
            return "this machine has no address \(endpoint.address); "
                + "'ip address' lists those it has; set local_ip to one of them"
        case EACCES, EPERM:
            return
                "ports below 1024 need the right to bind them: set \(option) to a port from 1024 "
                + "up, or grant CAP_NET_BIND_SERVICE"
        case EMFILE, ENFILE:
            return "no file descriptors are left: raise the limit ('ulimit -n', or LimitNOFILE of "
                + "the service)"
        case EAFNOSUPPORT:
            return "this machine has \(endpoint.address.isV4 ? "IPv4" : "IPv6") switched off"
        default:
            return "check local_ip and \(option)"
        }
    }

    package var description: String { "\(what); \(remedy)" }
}
