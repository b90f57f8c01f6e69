import Determinism
import SIPTestKit
import Testing

/// Requests inside a dialog: along the token, both ways, and for nobody else.
struct InDialogTests {
    @Test(arguments: ["INVITE", "UPDATE", "PRACK", "INFO", "REFER", "BYE", "ACK", "NOTIFY"])
    func `A request of the caller reaches the phone over its flow`(method: String) throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        let sent = bench.deliver(call.caller.request(method), from: Cast.trunk)
        let arrived = try #require(sent.request(method))
        #expect(arrived.uri == "sip:me@203.0.113.5:5062")
        #expect(sent.last?.flow.remote == Cast.phone.endpoint)
        #expect(arrived.all("Route").isEmpty)
        #expect(arrived.maxForwards == 69)
    }

    @Test(arguments: ["INVITE", "UPDATE", "PRACK", "INFO", "REFER", "BYE", "ACK", "NOTIFY"])
    func `A request of the phone reaches the caller's contact`(method: String) throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        let sent = bench.deliver(call.callee.request(method), from: Cast.phone)
        let arrived = try #require(sent.request(method))
        #expect(arrived.uri == "sip:caller@192.0.2.10:5060")
        #expect(sent.last?.flow.remote == Cast.trunk.endpoint)
        #expect(arrived.all("Route").isEmpty)
    }

    @Test func `The phone's request follows the caller's own route set`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk).adding(
            "Record-Route", "<sip:192.0.2.99:5090;lr>")
        var call = try #require(bench.establishCall(invite: invite))
        let sent = bench.deliver(call.callee.request("BYE"), from: Cast.phone)
        #expect(sent.request("BYE")?.values("Route") == ["<sip:192.0.2.99:5090;lr>"])
        #expect(sent.first?.flow.remote.description == "192.0.2.99:5090")
    }

    @Test
    func
        `A next hop with a name is looked up, and its next server tried when one is silent`()
        throws
    {
        let bench = EngineBench.withPhone()
        bench.names["sbc.carrier.example"] = [
            .init(transport: .udp, endpoint: .init("192.0.2.21:5060")),
            .init(transport: .udp, endpoint: .init("192.0.2.22:5060")),
        ]
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk).adding(
            "Record-Route", "<sip:SBC.carrier.example;lr>")
        var call = try #require(bench.establishCall(invite: invite))
        let first = bench.deliver(call.callee.request("BYE"), from: Cast.phone)
        #expect(first.first?.flow.remote.description == "192.0.2.21:5060")
        let later = bench.pass(.seconds(33))
        #expect(later.last?.flow.remote.description == "192.0.2.22:5060")
        let second = try #require(later.last?.message)
        #expect(second.branch != first.first?.message.branch)
        #expect(
            bench.deliver(ResponseText(200, to: second), from: Peer("192.0.2.22:5060")).statuses
                == [200])
    }

    @Test func `A next hop with a name that does not exist is 404`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk).adding(
            "Record-Route", "<sip:gone.example;lr>")
        var call = try #require(bench.establishCall(invite: invite))
        #expect(bench.deliver(call.callee.request("BYE"), from: Cast.phone).statuses == [404])
    }

    @Test func `After the node died and came back a call is hung up from either side`() throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        bench.restart()
        #expect(
            bench.deliver(call.caller.request("BYE"), from: Cast.trunk).last?.flow.remote
                == Cast.phone.endpoint)
        bench.restart(seed: 3)
        #expect(
            bench.deliver(call.callee.request("BYE"), from: Cast.phone).last?.flow.remote
                == Cast.trunk.endpoint)
    }

    @Test func `A request goes over the phone's flow, wherever its contact points`() throws {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone, contact: "<sip:me@192.168.1.20:5060>")
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let sent = bench.deliver(invite, from: Cast.trunk)
        let ringing = try #require(sent.request("INVITE"))
        #expect(ringing.uri == "sip:me@192.168.1.20:5060")
        #expect(sent.last?.flow.remote == Cast.phone.endpoint)
        let ok = ResponseText(200, to: ringing, contact: "<sip:me@192.168.1.20:5060>")
        let answer = try #require(bench.deliver(ok, from: Cast.phone).response(200))
        var caller = DialogText(caller: Cast.trunk, invite: invite.view, answer: answer)
        let bye = bench.deliver(caller.request("BYE"), from: Cast.trunk)
        #expect(bye.request("BYE")?.uri == "sip:me@192.168.1.20:5060")
        #expect(bye.first?.flow.remote == Cast.phone.endpoint)
    }

    @Test func `A stranger without a token is 403`() throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        var bye = call.caller.request("BYE")
        bye["Route"] = nil
        let sent = bench.deliver(bye, from: Cast.stranger)
        #expect(sent.statuses == [403])
        #expect(sent.requests.isEmpty)
    }

    @Test func `A token opens no other call`() throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        let bye = call.caller.request("BYE").with("Call-ID", "another")
        let sent = bench.deliver(bye, from: Cast.stranger)
        #expect(sent.statuses == [403])
        #expect(bench.refusals.last?.reason == .badFlowToken)
    }

    @Test func `A token with another secret is 403`() throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        var secrets = EngineBench.secrets
        secrets.flowTokens.k0 ^= 1
        let other = EngineBench(store: bench.store, secrets: secrets)
        #expect(other.deliver(call.caller.request("BYE"), from: Cast.stranger).statuses == [403])
    }

    @Test func `Along a valid token anyone in the dialog is heard, also from a new address`() throws
    {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        let sent = bench.deliver(call.callee.request("BYE"), from: Peer("203.0.113.99:7000"))
        #expect(sent.request("BYE") != nil)
    }

    @Test func `An in-dialog request of a trunk without a token still finds the subscriber`() {
        let bench = EngineBench.withPhone()
        let bye = RequestText.make("BYE", Cast.uri, from: Cast.trunk).with(
            "To", "<\(Cast.uri)>;tag=x")
        #expect(
            bench.deliver(bye, from: Cast.trunk).request("BYE")?.uri
                == "sip:+15551000001@203.0.113.5:5062")
    }

    @Test func `The ACK of a trunk without a token reaches the subscriber, a stranger's does not`()
    {
        let bench = EngineBench.withPhone()
        func ack(_ peer: Peer) -> RequestText {
            RequestText.make("ACK", Cast.uri, from: peer).with("To", "<\(Cast.uri)>;tag=x")
        }
        let held = bench.load
        let sent = bench.deliver(ack(Cast.trunk), from: Cast.trunk)
        #expect(sent.request("ACK")?.uri == "sip:+15551000001@203.0.113.5:5062")
        #expect(sent.count == 1)
        #expect(bench.load == held)
        #expect(bench.deliver(ack(Cast.stranger), from: Cast.stranger).isEmpty)
    }

    @Test func `The ACK to a 2xx passes without a transaction, twice with the same branch`() throws
    {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        let ack = call.caller.request("ACK")
        let held = bench.load
        let first = try #require(bench.deliver(ack, from: Cast.trunk).request("ACK"))
        let second = try #require(bench.deliver(ack, from: Cast.trunk).request("ACK"))
        #expect(first.branch == second.branch)
        #expect(bench.load == held)
    }

    @Test func `A late 2xx that comes again is passed on again`() throws {
        let bench = EngineBench.withPhone()
        let ringing = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        let ok = ResponseText(200, to: ringing, contact: "<sip:me@203.0.113.5:5062>")
        #expect(bench.deliver(ok, from: Cast.phone).statuses == [200])
        bench.pass(.seconds(2))
        #expect(bench.deliver(ok, from: Cast.phone).statuses == [200])
    }

    @Test func `Before the answer PRACK and UPDATE travel the same way`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let ringing = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        let contact = "<sip:me@203.0.113.5:5062>"
        let progress = ResponseText(183, to: ringing, contact: contact).adding("RSeq", "1")
        let early = try #require(bench.deliver(progress, from: Cast.phone).response(183))
        var caller = DialogText(caller: Cast.trunk, invite: invite.view, answer: early)
        let prack = caller.request("PRACK").adding("RAck", "1 1 INVITE")
        #expect(bench.deliver(prack, from: Cast.trunk).last?.flow.remote == Cast.phone.endpoint)
        var callee = DialogText(callee: Cast.phone, invite: ringing, answer: progress.view)
        let update = bench.deliver(callee.request("UPDATE"), from: Cast.phone)
        #expect(update.last?.flow.remote == Cast.trunk.endpoint)
    }

    @Test func `A call outlives the trust in its trunk`() throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        var settings = bench.settings
        settings.trunks = .init([])
        bench.receive(.settings(settings))
        let sent = bench.deliver(call.caller.request("BYE"), from: Cast.trunk)
        #expect(sent.request("BYE") != nil)
    }

    @Test func `A strict router's request is put right`() throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        let own = MessageView.uri(of: call.caller.routes[0])
        let bye = call.caller.request("BYE").with(uri: own).with(
            "Route", "<sip:me@203.0.113.5:5062>")
        let arrived = try #require(bench.deliver(bye, from: Cast.trunk).request("BYE"))
        #expect(arrived.uri == "sip:me@203.0.113.5:5062")
        #expect(arrived.all("Route").isEmpty)
    }

    @Test func `A next hop that knows no loose routing gets its URI in the request line`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
            .adding("Record-Route", "<sip:192.0.2.99:5090>")
        var call = try #require(bench.establishCall(invite: invite))
        let sent = bench.deliver(call.callee.request("BYE"), from: Cast.phone)
        #expect(sent.last?.flow.remote.description == "192.0.2.99:5090")
        withKnownIssue("strict routers downstream are sent a loose route (RFC 3261 16.6 step 6)") {
            #expect(sent.request("BYE")?.uri == "sip:192.0.2.99:5090")
            #expect(sent.request("BYE")?.values("Route") == ["<sip:caller@192.0.2.10:5060>"])
        }
    }

    @Test func `A call between address families is hung up from either side`() throws {
        let bench = EngineBench.withPhone()
        let trunk = Peer("[2001:db8:7::1]:5070")
        var call = try #require(bench.establishCall(from: trunk))
        #expect(call.caller.routes.count == 2)
        let first = bench.deliver(call.caller.request("BYE"), from: trunk)
        #expect(first.last?.flow.remote == Cast.phone.endpoint)
        #expect(first.request("BYE")?.all("Route").isEmpty == true)
        let second = bench.deliver(call.callee.request("BYE"), from: Cast.phone)
        #expect(second.last?.flow.remote == trunk.endpoint)
        #expect(second.request("BYE")?.topVia.contains("[2001:db8::1]:5060") == true)
    }
}
