import Foundation
import NetworkAddresses
import Synchronization

/// A trunk, a phone or a stranger whose messages a test writes by hand.
final class SIPPeer: Sendable {
    enum Transport: String, Sendable {
        case udp = "UDP"
        case tcp = "TCP"
    }

    let place: SocketEndpoint
    private let node: SocketEndpoint
    private let transport: Transport
    private let descriptor: Int32
    private let isClosed = Mutex(false)

    init(at address: IPAddress, node: SocketEndpoint, over transport: Transport) throws {
        self.node = node
        self.transport = transport
        let kind = transport == .udp ? SOCK_DGRAM : SOCK_STREAM
        descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
        var own = sockaddr_in(SocketEndpoint(address, 0))
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &own) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        var other = sockaddr_in(node)
        let isConnected = withUnsafePointer(to: &other) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound, isConnected else {
            Foundation.close(descriptor)
            throw Trouble("no socket at \(address): \(String(cString: strerror(errno)))")
        }
        place = SocketEndpoint(address, UInt16(bigEndian: own.sin_port))
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close() }

    func close() {
        isClosed.withLock { isClosed in
            if !isClosed { Foundation.close(descriptor) }
            isClosed = true
        }
    }

    // MARK: - Asking

    /// Sends a request once and waits for its final answer.
    @discardableResult
    func ask(
        _ method: String, _ uri: String, as user: String = "33123456789", to called: String? = nil,
        headers: [String] = [], hops: Int = 70
    ) async throws -> String {
        let id = UUID().uuidString
        send(
            request(method, uri, as: user, to: called, id: id, headers: headers, hops: hops))
        return try await receive {
            $0.hasPrefix("SIP/2.0 ") && !$0.hasPrefix("SIP/2.0 1") && $0.contains(id)
        }
    }

    func request(
        _ method: String, _ uri: String, as user: String = "33123456789", to called: String? = nil,
        id: String, headers: [String] = [], hops: Int = 70
    ) -> String {
        let host = Patient.domain
        let lines =
            [
                "\(method) \(uri) SIP/2.0",
                "Via: SIP/2.0/\(transport.rawValue) \(place);rport;branch=z9hG4bK\(id)",
                "Max-Forwards: \(hops)", "From: <sip:\(user)@\(host)>;tag=\(id.prefix(8))",
                "To: " + (called.map { "<sip:\($0)@\(host)>" } ?? "<\(uri)>"),
                "Call-ID: \(id)", "CSeq: 1 \(method)",
            ] + headers
            + (method == "INVITE" ? ["Contact: <sip:\(user)@\(place)>"] : [])
            + ["Content-Length: 0"]
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    // MARK: - Answering

    /// The next request of that method.
    func next(_ method: String) async throws -> String {
        try await receive { $0.hasPrefix(method + " ") }
    }

    /// Answers a request; what a phone says to an INVITE has a contact.
    func answer(_ request: String, _ status: String) {
        let kept = request.components(separatedBy: "\r\n").filter { line in
            ["Via:", "From:", "Call-ID:", "CSeq:", "Record-Route:"].contains {
                line.hasPrefix($0)
            }
        }
        let to = request.components(separatedBy: "\r\n").first { $0.hasPrefix("To:") } ?? ""
        send(
            (["SIP/2.0 \(status)"] + kept
                + [to + ";tag=phone", "Contact: <sip:phone@\(place)>", "Content-Length: 0"])
                .joined(separator: "\r\n") + "\r\n\r\n")
    }

    func send(_ text: String) {
        let octets = Array(text.utf8)
        _ = Foundation.send(descriptor, octets, octets.count, Int32(MSG_NOSIGNAL))
    }

    private func receive(_ isWanted: (String) -> Bool) async throws -> String {
        var room = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<600 {
            let count = recv(descriptor, &room, room.count, 0)
            if count > 0 {
                let text = String(decoding: room[..<count], as: UTF8.self)
                if isWanted(text) { return text }
            } else {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        throw Trouble("nothing came to \(place) within 3 s")
    }
}

extension sockaddr_in {
    init(_ place: SocketEndpoint) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = place.port.bigEndian
        sin_addr.s_addr = (place.address.v4 ?? 0).bigEndian
    }
}
