import Determinism
import IMSEngine
import NIOCore
import SIPMessages
import SIPTestKit
import Testing

/// Messages that went wrong on the way: whatever arrives, the engine goes on.
///
/// Bytes are changed, cut out, repeated and mixed between messages of every kind; requests that are
/// still whole are forwarded, so the writer of messages gets its share.
struct GarbageTests {
    private static func originals(_ bench: EngineBench) -> [[UInt8]] {
        var texts: [String] = []
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
            .adding("Route", "<sip:10.1.0.1;lr>, <sip:example.com;lr>").adding(
                "Record-Route", "<sip:a;lr>"
            )
            .adding("P-Served-User", "<sip:x@y>").adding("Proxy-Authorization", "Digest a=\"b\"")
            .adding("Supported", "100rel, timer").adding("Expires", "120")
        texts.append(invite.text)
        texts.append(RequestText.message("tel:+1-555-100-0001", from: Cast.trunk).text)
        texts.append(invite.cancel.text)
        let register = RequestText.register(
            Cast.number, from: Cast.phone,
            contact: "\"P\" <sip:me@203.0.113.5;ob>;q=0.5;expires=60;+sip.instance=\"<urn:uuid:1>\""
        )
        texts.append(register.adding("Path", "<sip:p;lr>").text)
        texts.append(register.with("Contact", "*").adding("Expires", "0").text)
        texts.append(
            register.adding(
                "Authorization",
                "Digest username=\"+15551000001\",realm=\"example.com\",nonce=\"n\",uri=\"sip:e\","
                    + "response=\"00000000000000000000000000000000\",qop=auth,nc=00000001,cnonce=\"c\""
            ).text)
        if var call = bench.establishCall() {
            for method in ["BYE", "ACK", "INVITE"] {
                texts.append(call.caller.request(method).text)
                texts.append(call.callee.request(method).text)
            }
        }
        for sent in bench.sent where sent.message.isRequest {
            for status in [100, 183, 200, 302, 487, 603] {
                let answer = ResponseText(status, to: sent.message, contact: "<sip:me@203.0.113.5>")
                texts.append(answer.adding("Server", "x").text)
            }
        }
        return texts.map { Array($0.utf8) }
    }

    private static let pieces = [
        "\r\n", "\r\n\r\n", ",", ";", "<", ">", "\"", "%", "%4", "@", ":", "[", "]", "\u{0}",
        "\u{7F}", "é", " ", "\t",
        ";rport", ";received=1.1.1.1", ";tag=", ";branch=", "SIP/2.0", "Via: ",
        "Route: <sip:10.1.0.1;lr>\r\n",
        "Max-Forwards: 0\r\n", "Content-Length: 99999\r\n", "To: ", "99999999999999999999", "-1",
        "\\", "=", "\r\n ",
    ].map { Array($0.utf8) }

    private static func spoil(
        _ message: [UInt8], with others: [[UInt8]], _ entropy: inout EntropySource
    ) -> [UInt8] {
        var bytes = message
        func place(_ count: Int) -> Int { Int(entropy.next() % UInt64(max(count, 1))) }
        for _ in 0...place(4) where !bytes.isEmpty {
            let start = place(bytes.count)
            let end = min(bytes.count, start + 1 + place(40))
            switch place(7) {
            case 0: bytes[start] = UInt8(truncatingIfNeeded: entropy.next())
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: place(bytes.count))
            case 3: bytes.insert(contentsOf: pieces[place(pieces.count)], at: start)
            case 4: bytes.replaceSubrange(start..<end, with: pieces[place(pieces.count)])
            case 5:
                let other = others[place(others.count)]
                bytes.replaceSubrange(start..., with: other[min(start, other.count)...])
            default:
                var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
                lines.swapAt(place(lines.count), place(lines.count))
                bytes = Array(lines.joined(separator: [0x0A]))
            }
        }
        return bytes
    }

    /// What is forwarded of a spoiled request is at least a request.
    private static func expectWellFormed(_ sent: EngineBench.Sent) {
        var message = SIPMessage()
        let outcome = SIPParser.parse(sent.bytes, framing: .stream, into: &message)
        guard case .message = outcome, (try? Envelope.read(message)) != nil else {
            Issue.record("the engine sent \(sent.message)")
            return
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `Whatever arrives, the engine goes on and comes to rest`(seed: UInt64) {
        var entropy = EntropySource(seed: seed)
        let bench = EngineBench(seed: seed)
        bench.register(Cast.number, at: Cast.phone)
        bench.register(Cast.number, at: Cast.secondPhone)
        let originals = Self.originals(bench)
        bench.forgetSent()
        let peers = [
            Cast.trunk, Cast.phone, Cast.stranger,
            Peer("192.0.2.10:40000", over: .tcp, connection: 1),
        ]
        for round in 0..<800 {
            let original = originals[Int(entropy.next() % UInt64(originals.count))]
            let bytes = Self.spoil(original, with: originals, &entropy)
            let peer = peers[Int(entropy.next() % 4)]
            bench.receive(
                .message(ByteBuffer(bytes: bytes), over: peer.flow(in: EngineBench.listeners)))
            if round % 50 == 0 { bench.pass(.seconds(1)) }
        }
        for sent in bench.sent where sent.message.isRequest { Self.expectWellFormed(sent) }
        bench.pass(.seconds(600))
        #expect(bench.load.serverTransactions == 0)
        #expect(bench.load.clientTransactions == 0)
        #expect(bench.load.parkedRequests == 0)
        bench.forgetSent()
        bench.register(Cast.number, at: Cast.phone, id: "after")
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk, id: "after")
        #expect(bench.deliver(invite, from: Cast.trunk).requests.isEmpty == false)
    }
}
