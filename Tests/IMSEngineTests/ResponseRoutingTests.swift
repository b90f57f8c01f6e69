import SIPTestKit
import Testing

/// Where responses to datagrams go. RFC 3261 18.2.2, RFC 3581.
struct ResponseRoutingTests {
    private func answer(via: String, from source: String) -> EngineBench.Sent? {
        let bench = EngineBench()
        let peer = Peer(source)
        let options = RequestText.make("OPTIONS", "sip:10.1.0.1", from: peer).with("Via", via)
        return bench.deliver(options, from: peer).first
    }

    @Test func `With rport to the source's port, which is told with its address`() throws {
        let sent = try #require(
            answer(
                via: "SIP/2.0/UDP 192.0.2.10:5060;rport;branch=z9hG4bK-a", from: "192.0.2.10:49152")
        )
        #expect(sent.flow.remote.description == "192.0.2.10:49152")
        #expect(
            sent.message["Via"]
                == "SIP/2.0/UDP 192.0.2.10:5060;rport=49152;branch=z9hG4bK-a;received=192.0.2.10")
    }

    @Test func `Without rport to the port in the Via`() throws {
        let sent = try #require(
            answer(via: "SIP/2.0/UDP 192.0.2.10:5070;branch=z9hG4bK-a", from: "192.0.2.10:49152"))
        #expect(sent.flow.remote.description == "192.0.2.10:5070")
        #expect(sent.message["Via"] == "SIP/2.0/UDP 192.0.2.10:5070;branch=z9hG4bK-a")
    }

    @Test func `Without rport and port to 5060`() {
        let sent = answer(via: "SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK-a", from: "192.0.2.10:49152")
        #expect(sent?.flow.remote.description == "192.0.2.10:5060")
    }

    @Test func `From behind a NAT to where it came from, with received`() throws {
        let sent = try #require(
            answer(via: "SIP/2.0/UDP 192.168.1.2:5060;branch=z9hG4bK-a", from: "203.0.113.9:61000"))
        #expect(sent.flow.remote.description == "203.0.113.9:61000")
        #expect(sent.message["Via"]?.hasSuffix(";received=203.0.113.9") == true)
    }

    @Test func `Over IPv6 with received without brackets`() throws {
        let sent = try #require(
            answer(
                via: "SIP/2.0/UDP [2001:db8::99]:5060;rport;branch=z9hG4bK-a",
                from: "[2001:db8:7::1]:5061"))
        #expect(sent.flow.remote.description == "[2001:db8:7::1]:5061")
        #expect(
            sent.message["Via"]?.hasSuffix("rport=5061;branch=z9hG4bK-a;received=2001:db8:7::1")
                == true)
    }

    @Test func `Of several Vias on one line only the top one is completed`() throws {
        let sent = try #require(
            answer(
                via: "SIP/2.0/UDP 10.9.9.9;branch=z9hG4bK-a, SIP/2.0/UDP deep;branch=z9hG4bK-b",
                from: "192.0.2.10:5060"))
        #expect(
            sent.message.values("Via") == [
                "SIP/2.0/UDP 10.9.9.9;branch=z9hG4bK-a;received=192.0.2.10",
                "SIP/2.0/UDP deep;branch=z9hG4bK-b",
            ])
    }
}
