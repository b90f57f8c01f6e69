import Determinism
import IMSFunctions
import NetworkAddresses
import SIPTransports
import Subscribers
import Testing

/// Old contacts and a REGISTER in, new contacts out.
struct RegistrationUpdateTests {
    private static let now = WallTime(milliseconds: 1_000_000)
    private static let flow = Flow(
        transport: .udp, local: SocketEndpoint(IPAddress("10.1.0.1")!, 5060),
        remote: SocketEndpoint(IPAddress("203.0.113.5")!, 5062))

    private static func origin(_ callID: String = "c", _ cseq: UInt32 = 2) -> RegistrationOrigin {
        RegistrationOrigin(
            callID: Array(callID.utf8), cseq: cseq, path: Array("<sip:p;lr>".utf8), flow: flow,
            userAgent: [])
    }

    private static func change(_ uri: String, expires: Int64 = 60, instance: String? = nil)
        -> ContactChange
    {
        ContactChange(
            contact: Array(uri.utf8), parameters: Array((instance.map { ";i=\($0)" } ?? "").utf8),
            q: 500, expires: expires,
            instance: instance.map { Array($0.utf8) })
    }

    private static func apply(
        _ changes: [ContactChange], _ origin: RegistrationOrigin = origin(),
        to bindings: [Binding] = [],
        at now: WallTime = now
    ) -> RegistrationUpdate.Outcome {
        RegistrationUpdate.apply(
            changes, from: origin, to: bindings, at: now,
            instance: { $0.parameters.isEmpty ? nil : Array($0.parameters.dropFirst(3)) },
            sameContact: ==)
    }

    private static func bindings(_ outcome: RegistrationUpdate.Outcome) -> [Binding] {
        if case .changed(let bindings) = outcome { bindings } else { [] }
    }

    private static func contacts(_ outcome: RegistrationUpdate.Outcome) -> [String] {
        bindings(outcome).map { String(decoding: $0.contact, as: UTF8.self) }
    }

    @Test func `A new contact holds all that the request said`() throws {
        let binding = try #require(Self.bindings(Self.apply([Self.change("sip:a")])).first)
        #expect(binding.expires == WallTime(milliseconds: 1_060_000))
        #expect(binding.q == 500 && binding.cseq == 2 && binding.callID == Array("c".utf8))
        #expect(
            binding.flow == Self.flow && binding.path == Array("<sip:p;lr>".utf8)
                && binding.registered == Self.now)
        #expect(!binding.flowIsGone)
    }

    @Test func `A refresh takes the place of what was there`() {
        let old = Self.bindings(Self.apply([Self.change("sip:a"), Self.change("sip:b")]))
        let refreshed = Self.apply(
            [Self.change("sip:a", expires: 90)], Self.origin("c", 3), to: old)
        #expect(Self.contacts(refreshed) == ["sip:b", "sip:a"])
    }

    @Test func `Expires 0 removes one contact, and one that was not there is no mistake`() {
        let old = Self.bindings(Self.apply([Self.change("sip:a"), Self.change("sip:b")]))
        #expect(
            Self.contacts(
                Self.apply([Self.change("sip:a", expires: 0)], Self.origin("c", 3), to: old)) == [
                    "sip:b"
                ])
        #expect(
            Self.contacts(
                Self.apply([Self.change("sip:z", expires: 0)], Self.origin("c", 3), to: old)
            ).count == 2)
    }

    @Test(arguments: [(1, true), (2, true), (3, false)] as [(UInt32, Bool)])
    func `A request of the same call that is not newer is out of order`(cseq: UInt32, isLate: Bool)
    {
        let old = Self.bindings(Self.apply([Self.change("sip:a")]))
        #expect(
            (Self.apply([Self.change("sip:a")], Self.origin("c", cseq), to: old) == .outOfOrder)
                == isLate)
        #expect(
            (RegistrationUpdate.removeAll(old, from: Self.origin("c", cseq)) == .outOfOrder)
                == isLate)
    }

    @Test func `A request of another call is never out of order`() {
        let old = Self.bindings(Self.apply([Self.change("sip:a")], Self.origin("c", 900)))
        #expect(
            Self.contacts(Self.apply([Self.change("sip:a")], Self.origin("d", 1), to: old)) == [
                "sip:a"
            ])
        #expect(RegistrationUpdate.removeAll(old, from: Self.origin("d", 1)) == .changed([]))
    }

    @Test func `One contact out of order leaves all as they were`() {
        let old = Self.bindings(Self.apply([Self.change("sip:a")], Self.origin("c", 5)))
        #expect(
            Self.apply(
                [Self.change("sip:new"), Self.change("sip:a")], Self.origin("c", 4), to: old)
                == .outOfOrder)
    }

    @Test func `What has run out is dropped on the way, and does not count for the order`() {
        let old = Self.bindings(Self.apply([Self.change("sip:a")], Self.origin("c", 9)))
        let later = WallTime(milliseconds: 1_060_000)
        #expect(Self.contacts(Self.apply([Self.change("sip:b")], to: old, at: later)) == ["sip:b"])
        #expect(
            Self.contacts(
                Self.apply([Self.change("sip:a")], Self.origin("c", 1), to: old, at: later)) == [
                    "sip:a"
                ])
    }

    @Test func `An instance names its contact whatever the URI, and no other instance's`() {
        let old = Self.bindings(
            Self.apply([Self.change("sip:a", instance: "1"), Self.change("sip:b", instance: "2")]))
        let moved = Self.apply([Self.change("sip:c", instance: "1")], Self.origin("c", 3), to: old)
        #expect(Self.contacts(moved) == ["sip:b", "sip:c"])
        let sameURI = Self.apply(
            [Self.change("sip:a", instance: "3")], Self.origin("c", 3), to: old)
        #expect(Self.contacts(sameURI).count == 3)
    }

    @Test func `Beyond ten contacts the oldest goes`() {
        let many = Self.apply((0..<12).map { Self.change("sip:\($0)") })
        #expect(Self.contacts(many) == (2..<12).map { "sip:\($0)" })
    }
}
