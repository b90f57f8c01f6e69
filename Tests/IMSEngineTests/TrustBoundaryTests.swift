import IMSEngine
import SIPTestKit
import Testing

/// What passes the border, what stops there, and that the rest arrives as it was sent.
struct TrustBoundaryTests {
    static let stopping = [
        "P-Access-Network-Info", "P-Visited-Network-ID", "P-Served-User", "Authorization",
        "Proxy-Authorization",
        "P-Charging-Vector", "P-Charging-Function-Addresses",
    ]
    static let passing = [
        (
            "P-Asserted-Identity",
            "\"Anna\" <sip:+442079460000@carrier.example>, <tel:+442079460000>"
        ),
        ("Privacy", "id"), ("Diversion", "<sip:+15550000000@carrier.example>;reason=unconditional"),
        ("History-Info", "<sip:+15550000000@carrier.example>;index=1"),
        (
            "Identity",
            "eyJhbGciOiJFUzI1NiJ9..sig;info=<https://cert.example/a.pem>;alg=ES256;ppt=shaken"
        ),
        ("X-Unknown", "  kept   as it is ;really"),
        ("P-Preferred-Identity", "<sip:+442079460000@carrier.example>"),
        ("Subject", "Grüße"), ("s", "compact"),
    ]

    @Test(arguments: stopping)
    func `A header of the access side or of charging stops at the border`(name: String) {
        let bench = EngineBench.withPhone()
        let request = RequestText.message(Cast.uri, from: Cast.trunk).adding(name, "secret")
        #expect(
            bench.deliver(request, from: Cast.trunk).request("MESSAGE")?.text.contains("secret")
                == false)
    }

    @Test(arguments: stopping)
    func `The same header stops in a response`(name: String) throws {
        let bench = EngineBench.withPhone()
        let message = try #require(
            bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("MESSAGE")
        )
        let answer = ResponseText(200, to: message).adding(name, "secret").adding("X-Kept", "yes")
        let forwarded = try #require(bench.deliver(answer, from: Cast.phone).response(200))
        #expect(!forwarded.text.contains("secret"))
        #expect(forwarded["X-Kept"] == "yes")
    }

    @Test(arguments: passing)
    func `A trunk's identity and everything unknown passes byte by byte`(
        name: String, value: String
    ) {
        let bench = EngineBench.withPhone()
        let request = RequestText.message(Cast.uri, from: Cast.trunk).adding(name, value)
        let arrived = bench.deliver(request, from: Cast.trunk).request("MESSAGE")
        #expect(arrived?.text.contains("\r\n\(name): \(value)\r\n") == true)
    }

    @Test func `Beyond the lines that a proxy must touch, every byte and its order stays`() throws {
        let bench = EngineBench.withPhone()
        var invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        for (name, value) in Self.passing { invite.add(name, value) }
        invite.add("l", "\(invite.body.utf8.count)")
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        func untouched(_ message: MessageView) -> [MessageView.Field] {
            message.fields.filter {
                !["Via", "Max-Forwards", "Record-Route", "P-Called-Party-ID"].contains($0.name)
            }
        }
        #expect(untouched(arrived) == untouched(invite.view))
        #expect(arrived.body == invite.body)
    }

    @Test func `A body of any bytes arrives as it is`() throws {
        let bench = EngineBench.withPhone()
        let body = (1...255).map { String(UnicodeScalar(UInt8($0))) }.joined() + "\r\n\r\nINVITE"
        let arrived = bench.deliver(
            .message(Cast.uri, from: Cast.trunk, body: body).with(
                "Content-Type", "application/octet-stream"),
            from: Cast.trunk)
        #expect(arrived.request("MESSAGE")?.body == body)
    }

    @Test func `The way back is the way there: other Vias stay, ours goes`() throws {
        let bench = EngineBench.withPhone()
        var request = RequestText.message(Cast.uri, from: Cast.trunk)
        request.add(
            "Via",
            "SIP/2.0/TCP inner.carrier.example;branch=z9hG4bK-in, SIP/2.0/UDP deep;branch=z9hG4bK-d"
        )
        let arrived = try #require(bench.deliver(request, from: Cast.trunk).request("MESSAGE"))
        #expect(arrived.values("Via").count == 4)
        #expect(arrived.topVia.hasPrefix("SIP/2.0/UDP 10.1.0.1:5060;branch=z9hG4bK"))
        let answer = try #require(
            bench.deliver(ResponseText(200, to: arrived), from: Cast.phone).response(200))
        #expect(answer.all("Via") == Array(arrived.all("Via").dropFirst()))
        #expect(answer.values("Via").first?.contains(";received=192.0.2.10") == true)
    }

    @Test func `Responses pass with unknown headers, body and reason`() throws {
        let bench = EngineBench.withPhone()
        let ringing = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        let progress = ResponseText(183, to: ringing).adding("X-Unknown", "kept").adding(
            "P-Asserted-Identity", "<tel:+1>"
        )
        .with(body: RequestText.sdp, type: "application/sdp")
        let forwarded = try #require(bench.deliver(progress, from: Cast.phone).response(183))
        #expect(forwarded.startLine == "SIP/2.0 183 Answer")
        #expect(forwarded.body == RequestText.sdp)
        #expect(forwarded["X-Unknown"] == "kept")
        #expect(forwarded["P-Asserted-Identity"] == "<tel:+1>")
    }
}
