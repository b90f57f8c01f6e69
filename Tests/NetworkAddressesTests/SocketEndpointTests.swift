import NetworkAddresses
import Testing

@Suite struct SocketEndpointTests {
    @Test(arguments: ["192.0.2.1:5060", "[2001:db8::1]:5060", "127.0.0.1:0", "[::1]:65535"])
    func `What an endpoint is written as is read back`(text: String) throws {
        #expect(try #require(SocketEndpoint(text: text)).description == text)
    }

    @Test(arguments: [
        "", ":", "192.0.2.1", "192.0.2.1:", ":5060", "192.0.2.1:65536", "192.0.2.1:+1",
        "2001:db8::1:5060", "2001:db8::1", "[2001:db8::1]", "[192.0.2.1]:5060", "host:5060",
    ])
    func `What is no address with a port is no endpoint`(text: String) {
        #expect(SocketEndpoint(text: text) == nil)
    }
}
