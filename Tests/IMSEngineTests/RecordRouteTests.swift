import SIPTestKit
import Testing

/// The route that later requests of a dialog take.
struct RecordRouteTests {
    @Test func `INVITE is recorded once where both sides are alike, with a token`() throws {
        let bench = EngineBench.withPhone()
        let arrived = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        let routes = arrived.values("Record-Route")
        #expect(routes.count == 1)
        #expect(routes[0].hasSuffix("@10.1.0.1:5060;lr>"))
        #expect(routes[0].count > "<sip:@10.1.0.1:5060;lr>".count + 30)
    }

    @Test func `INVITE is recorded twice where the transports differ, the phone's side on top`()
        throws
    {
        let bench = EngineBench()
        let phone = Peer("203.0.113.5:40001", over: .tcp, connection: 1)
        bench.register(Cast.number, at: phone)
        let arrived = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        let routes = arrived.values("Record-Route")
        try #require(routes.count == 2)
        #expect(routes[0].hasSuffix("@10.1.0.1:5060;transport=tcp;lr>"))
        #expect(routes[1].hasSuffix("@10.1.0.1:5060;lr>"))
    }

    @Test func `INVITE is recorded twice where the address families differ`() throws {
        let bench = EngineBench()
        bench.register(Cast.number, at: Peer("[2001:db8:5::5]:5060"))
        let arrived = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        let routes = arrived.values("Record-Route")
        try #require(routes.count == 2)
        #expect(routes[0].hasSuffix("@[2001:db8::1]:5060;lr>"))
        #expect(routes[1].hasSuffix("@10.1.0.1:5060;lr>"))
    }

    @Test func `Our Record-Route goes on top of the others`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk).adding(
            "Record-Route", "<sip:sbc.carrier.example;lr>")
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        let routes = arrived.values("Record-Route")
        #expect(routes.count == 2)
        #expect(routes.last == "<sip:sbc.carrier.example;lr>")
    }

    @Test(arguments: ["MESSAGE", "OPTIONS", "INFO", "PUBLISH"])
    func `A request that makes no dialog is not recorded`(method: String) throws {
        let bench = EngineBench.withPhone()
        let arrived = try #require(
            bench.deliver(.make(method, Cast.uri, from: Cast.trunk), from: Cast.trunk).requests
                .first)
        #expect(arrived.all("Record-Route").isEmpty)
    }

    @Test(arguments: ["INVITE", "SUBSCRIBE", "REFER"])
    func `A request that may make a dialog is recorded`(method: String) throws {
        let bench = EngineBench.withPhone()
        let arrived = try #require(
            bench.deliver(.make(method, Cast.uri, from: Cast.trunk), from: Cast.trunk).requests
                .first)
        #expect(arrived.all("Record-Route").count == 1)
    }

    @Test func `The token of each call is another one`() throws {
        let bench = EngineBench.withPhone()
        let first = bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request(
            "INVITE")
        let second = bench.deliver(.invite(Cast.uri, from: Cast.trunk, id: "2"), from: Cast.trunk)
            .request("INVITE")
        #expect(first?["Record-Route"] != second?["Record-Route"])
    }
}
