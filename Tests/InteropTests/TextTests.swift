import Testing

/// RFC 3428 over a trunk, and RFC 3261 18.1.1 for its size.
@Suite("A trunk's text", .takingTurns)
struct TextTests {
    @Test("reaches the phone", arguments: Transport.allCases, Transport.allCases)
    func short(from trunkTransport: Transport, to phoneTransport: Transport) async throws {
        try await deliver("message", from: trunkTransport, to: phoneTransport)
    }

    @Test("reaches the phone when it fills a datagram", arguments: Transport.allCases)
    func full(to phoneTransport: Transport) async throws {
        let size = try await deliver("message_full", from: .udp, to: phoneTransport)
        #expect((1_200...1_300).contains(size))
    }

    @Test("reaches the phone when it is too long for UDP", arguments: Transport.allCases)
    func large(to phoneTransport: Transport) async throws {
        let size = try await deliver("message_large", from: .tcp, to: phoneTransport)
        #expect(size > 4_000)
    }

    /// Sends and expects it there, with its body byte for byte.
    /// - Returns: the size of the trunk's request in bytes.
    @discardableResult
    private func deliver(
        _ message: String, from trunkTransport: Transport, to phoneTransport: Transport
    ) async throws -> Int {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("message", of: node, over: phoneTransport)
        let trunk = try SIPpRun.trunk(message, of: node, over: trunkTransport)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
        let sent = try #require(trunk.trace.firstSent("MESSAGE"))
        let arrived = try #require(phone.trace.firstReceived("MESSAGE"))
        #expect(Array(sent.body.utf8) == Array(arrived.body.utf8))
        return sent.utf8.count
    }
}
