import Foundation

/// baresip as the node's subscriber: a phone with sound and without a sound card.
final class BaresipPhone: Sendable {
    private let address: String
    private let scratch: ScratchDirectory
    private let child: ChildProcess

    /// Starts the phone and waits until it has registered.
    static func registered(
        with node: ClearwaterProcess, over transport: Transport,
        number: String = ClearwaterProcess.number, at address: String? = nil
    ) async throws -> BaresipPhone {
        let phone = try BaresipPhone(
            node: node, transport: transport, number: number, address: address ?? node.block.phone)
        try await phone.shows(" binding]")
        return phone
    }

    private init(
        node: ClearwaterProcess, transport: Transport, number: String, address: String
    ) throws {
        self.address = address
        scratch = try ScratchDirectory()
        child = try ChildProcess.start(
            [
                Project.interop("softphone"), "--at", address, "--node", node.block.node,
                "--number", number, "--password", ClearwaterProcess.password,
                "--transport", transport.rawValue, "--out", scratch.path("phone").path,
            ], output: scratch.path("screen"))
    }

    deinit { child.signal(SIGKILL) }

    func dial(_ uri: String) async throws { try await command("dial", uri) }

    func answer() async throws { try await command("accept") }

    func hangUp() async throws { try await command("hangup") }

    /// Ends the phone, which de-registers first.
    func stop() async {
        child.signal(SIGTERM)
        _ = await child.ending(within: .seconds(10))
    }

    /// Waits until the phone's screen shows `text`.
    func shows(_ text: String) async throws {
        try await eventually("\"\(text)\" on the phone's screen", context: { child.written }) {
            if child.written.contains(text) { return () }
            if child.hasEnded { throw PatienceLost(description: "baresip ended\n\(child.written)") }
            return nil
        }
    }

    /// Packets of sound that the last call sent and received, as baresip sums up at its end.
    func sound() async throws -> (sent: Int, received: Int) {
        try await eventually("sum of packets on the phone's screen", context: { child.written }) {
            let line = child.written.split(separator: "\n").last { $0.hasPrefix("packets:") }
            let numbers = line?.split(separator: " ").dropFirst().compactMap { Int($0) } ?? []
            return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
        }
    }

    /// One command over baresip's ctrl_tcp: a netstring of JSON.
    private func command(_ name: String, _ parameter: String = "") async throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var target = SocketPlace(address, 4444)
        guard target.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            throw PatienceLost(description: "no connection to baresip's ctrl_tcp at \(address)")
        }
        let json = #"{"command":"\#(name)","params":"\#(parameter)"}"#
        let netstring = Array("\(json.utf8.count):\(json),".utf8)
        _ = netstring.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        // It answers when it has done it; to close sooner might lose the command.
        var answer = [UInt8](repeating: 0, count: 4096)
        _ = try await eventually("answer of baresip to \(name)", context: { child.written }) {
            let count = recv(descriptor, &answer, answer.count, Int32(MSG_DONTWAIT))
            return count > 0 ? count : nil
        }
    }
}
