import Glibc
import NIOCore
import NetworkAddresses
package import SIPTransports

/// An address and port that could not be listened on, with what to do about it.
package struct BindError: Error, Equatable, Sendable, CustomStringConvertible {
    package var listener: Listener
    /// 0 where the system gave no number.
    package var errorNumber: Int32
    /// The system's words.
    package var reason: String

    package init(listener: Listener, errorNumber: Int32, reason: String) {
        self.listener = listener
        self.errorNumber = errorNumber
        self.reason = reason
    }

    init(_ listener: Listener, _ error: any Error) {
        if let known = error as? BindError {
            self = known
        } else if let system = error as? IOError {
            let text = String(cString: strerror(system.errnoCode))
            self.init(listener: listener, errorNumber: system.errnoCode, reason: text)
        } else {
            self.init(listener: listener, errorNumber: 0, reason: "\(error)")
        }
    }

    /// What the operator can do.
    package var remedy: String {
        let port = listener.endpoint.port
        switch errorNumber {
        case EADDRINUSE:
            let kind = listener.transport == .udp ? "u" : "t"
            return "another program holds the port; ss -ln\(kind)p 'sport = :\(port)' names it"
        case EADDRNOTAVAIL:
            return
                "this machine has no address \(listener.endpoint.address); "
                + "'ip address' lists those it has; "
                + "set local_ip to one of them"
        case EACCES, EPERM:
            return port < 1024
                ? "ports below 1024 need the right to bind them: "
                    + "use a port from 1024 up, or grant CAP_NET_BIND_SERVICE"
                : "the system forbids it: look for a security policy that restricts this program"
        case EMFILE, ENFILE:
            return
                "no file descriptors are left: raise the limit "
                + "('ulimit -n', or LimitNOFILE of the service)"
        case EAFNOSUPPORT:
            return
                "this machine has \(listener.endpoint.address.isV4 ? "IPv4" : "IPv6") switched off"
        default:
            return "check local_ip and the port"
        }
    }

    package var description: String {
        "cannot listen on \(listener.transport.uriName) \(listener.endpoint): \(reason); \(remedy)"
    }
}
