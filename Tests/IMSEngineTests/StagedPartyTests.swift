import Determinism
import IMSEngine
import IMSFunctions
import NetworkAddresses
import SIPTestKit
import SIPTransports
import Subscribers
import Testing

/// Sockets that play somebody for a while.
struct StagedPartyTests {
    private static let player = Peer("127.0.0.9:40001")
    private static let builtIn = Peer("127.0.0.9:40002")

    private static func binding(of user: String, at phone: Peer) -> Binding {
        Binding(
            contact: Array("sip:\(user)@\(phone.text)".utf8), parameters: [], path: [], callID: [],
            cseq: 1, q: 1000, expires: WallTime(milliseconds: .max),
            flow: Flow(
                transport: .udp, local: SocketEndpoint(IPAddress("10.1.0.1")!, 5060),
                remote: phone.endpoint),
            userAgent: [], registered: WallTime(milliseconds: 0))
    }

    /// A bench with a registered phone, and a staged player whose calls go to the built-in one.
    private static func bench(_ party: StagedParty, isTrunk: Bool = true) -> EngineBench {
        let bench = EngineBench.withPhone()
        var settings = bench.settings
        if isTrunk {
            settings.trunks = TrunkTable(
                settings.trunks.entries + [
                    TrunkTable.Entry(trunk: "played", socket: player.endpoint, text: "played")
                ])
        }
        settings.stage[player.endpoint] = party
        bench.receive(.settings(settings))
        return bench
    }

    @Test func `The built-in phone rings for the player, and the subscriber's own for the rest`() {
        let bench = Self.bench(StagedParty(phone: Self.binding(of: Cast.number, at: Self.builtIn)))
        let played = bench.deliver(.invite(Cast.uri, from: Self.player, id: "1"), from: Self.player)
        #expect(played.last?.message.method == "INVITE")
        #expect(played.last?.flow.remote == Self.builtIn.endpoint)
        let real = bench.deliver(.invite(Cast.uri, from: Cast.trunk, id: "2"), from: Cast.trunk)
        #expect(real.last?.flow.remote == Cast.phone.endpoint)
    }

    @Test func `A player without a phone of its own rings the subscriber's`() {
        let bench = Self.bench(StagedParty())
        let sent = bench.deliver(.invite(Cast.uri, from: Self.player), from: Self.player)
        #expect(sent.last?.flow.remote == Cast.phone.endpoint)
    }

    @Test func `The built-in phone answers for nobody who is unknown`() {
        let bench = Self.bench(StagedParty(phone: Self.binding(of: Cast.number, at: Self.builtIn)))
        let sent = bench.deliver(
            .invite("sip:+15559999999@example.com", from: Self.player), from: Self.player)
        #expect(sent.statuses == [100, 404])
    }

    @Test func `Another port of the player's address is trusted no more than any stranger`() {
        let bench = Self.bench(StagedParty())
        let neighbour = Peer("127.0.0.9:40003")
        #expect(bench.deliver(.invite(Cast.uri, from: neighbour), from: neighbour).statuses == [403])
    }

    @Test func `A player that is no trunk is refused`() {
        let bench = Self.bench(StagedParty(), isTrunk: false)
        let sent = bench.deliver(.invite(Cast.uri, from: Self.player), from: Self.player)
        #expect(sent.statuses == [403])
    }

    @Test func `A played subscriber calls as one that is registered, and hangs up`() throws {
        let caller = SubscriberRecord(
            subscriber: Subscriber(id: 0, user: "built-in", digestHashes: []),
            bindings: [Self.binding(of: "built-in", at: Self.player)])
        let phone = Self.binding(of: Cast.number, at: Self.builtIn)
        let bench = Self.bench(StagedParty(caller: caller, phone: phone), isTrunk: false)
        let invite = RequestText.invite(
            Cast.uri, from: Self.player, caller: "sip:built-in@example.com")
        var call = try #require(
            bench.establishCall(from: Self.player, to: Self.builtIn, invite: invite))
        #expect(bench.lookups.allSatisfy { $0.text != "built-in" })
        let bye = bench.deliver(call.callee.request("BYE"), from: Self.builtIn)
        #expect(bye.last?.flow.remote == Self.player.endpoint)
    }
}
