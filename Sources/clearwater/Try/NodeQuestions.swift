import NetworkAddresses
import NodeControl
import Rehearsal

/// What a rehearsal asks of the node through its control socket.
struct NodeQuestions: Sendable {
    let client: ControlClient

    func status() throws -> NodeStatus {
        switch try client.call(.status) {
        case .status(let status): return status
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    /// The entry that makes the node trust an address, as a person reads it; nil if there is none.
    func trust(in address: IPAddress) throws -> String? {
        switch try client.call(.checkTrust(address: "\(address)")) {
        case .trust(let verdict): return verdict.trust.map { "\($0.entry) of trunk \($0.trunk)" }
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    /// Asks for something that is answered by `done`.
    func order(_ request: ControlRequest) throws {
        switch try client.call(request) {
        case .done: return
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    /// Three loopback addresses that nobody uses and that the node does not trust: for phone, trunk
    /// and stranger.
    func freeAddresses() throws -> [IPAddress] {
        var found: [IPAddress] = []
        for _ in 0..<20 where found.count < 3 {
            let address = LoopbackAddress.random()
            if !found.contains(address), try trust(in: address) == nil { found.append(address) }
        }
        guard found.count == 3 else {
            throw Complaint(
                "the node trusts 127.0.0.0/8, so no stranger can be played from this machine; see: clearwater trunk list"
            )
        }
        return found
    }
}

/// Addresses of 127.0.0.0/8, all of which are this machine on Linux.
enum LoopbackAddress {
    /// One of 127.64.0.0/10, far from those that people use.
    static func random() -> IPAddress {
        IPAddress(v4: 0x7F40_0000 | UInt32.random(in: 1..<0x40_0000) | 1)
    }

    /// 127.0.0.1, or the next address on which nobody holds the port.
    static func free(port: UInt16) throws -> IPAddress {
        for last in 1...254 as ClosedRange<UInt32> {
            let address = IPAddress(v4: 0x7F00_0000 | last)
            if DatagramSocket.isFree(SocketEndpoint(address, port)) { return address }
        }
        throw Complaint(
            "127.0.0.0/24: port \(port) is taken on every address; name another with --local-ip")
    }
}
