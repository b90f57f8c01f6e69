import Foundation

/// A peer whose requests a test writes by hand, over UDP.
final class RawPeer: Sendable {
    let address: String
    private let node: ClearwaterProcess
    private let socket: DatagramSocket

    init(at address: String, of node: ClearwaterProcess) throws {
        self.address = address
        self.node = node
        socket = try DatagramSocket(address: address)
    }

    /// Sends a request and waits for its final answer.
    ///
    /// - Parameters:
    ///   - uri: of the request; the subscriber's if it is left out.
    ///   - headers: whole lines, behind the Via.
    ///   - tag: of the To of a request inside a dialog.
    func ask(
        _ method: String, _ uri: String = "sip:\(ClearwaterProcess.number)@ims.test",
        headers: [String] = [], tag: String? = nil
    ) async throws -> RawAnswer {
        let call = UUID().uuidString
        let lines =
            ["\(method) \(uri) SIP/2.0", via(branch: call)] + headers + [
                "Max-Forwards: 70", "From: <sip:by-hand@\(address)>;tag=1",
                "To: <\(uri)>" + (tag.map { ";tag=\($0)" } ?? ""),
                "Call-ID: \(call)", "CSeq: 1 \(method)", "Contact: <sip:by-hand@\(address)>",
                "Content-Length: 0",
            ]
        return try await exchange(lines.joined(separator: "\r\n") + "\r\n\r\n", call: call)
    }

    /// Sends another's request again, unchanged but for the way back.
    func repeatRequest(_ request: Substring) async throws -> RawAnswer {
        let call = UUID().uuidString
        let lines = request.components(separatedBy: "\r\n").map { line in
            if line.hasPrefix("Via:") { return via(branch: call) }
            if line.hasPrefix("Call-ID:") { return "Call-ID: \(call)" }
            return line
        }
        return try await exchange(lines.joined(separator: "\r\n"), call: call)
    }

    /// Sends until a final answer comes.
    private func exchange(_ request: String, call: String) async throws -> RawAnswer {
        var looks = 0
        return try await eventually("final answer to\n\(request)", context: { node.written }) {
            // Twenty looks are T1 and more.
            if looks % 25 == 0 {
                socket.send(Array(request.utf8), to: SocketPlace(node.block.node, node.port))
            }
            looks += 1
            while let (bytes, _) = socket.receive() {
                let answer = RawAnswer(text: String(decoding: bytes, as: UTF8.self))
                if answer.text.contains(call), answer.status >= 200 { return answer }
            }
            return nil
        }
    }

    private func via(branch: String) -> String {
        "Via: SIP/2.0/UDP \(address):\(socket.port);branch=z9hG4bK\(branch);rport"
    }
}

struct RawAnswer: Sendable, CustomStringConvertible {
    let text: String

    var status: Int { Int(text.dropFirst("SIP/2.0 ".count).prefix(3)) ?? 0 }
    var description: String { text }
}
