import Foundation
import NIOCore
import NetworkAddresses
import NodeAssembly
import Provisioning
import Rehearsal
import SIPTestKit
import Testing
import Troubleshooting

/// Providers that the node plays to itself.
@Suite(.serialized) struct TrunkTestTests {
    private static let number = ListeningNode.number

    private func order(
        _ manner: TrunkTestOrder.Manner = .answered, number: String = number, sms: String? = nil,
        call: Bool = true, untrusted: Bool = false, builtIn: Bool = true, tcp: Bool = false
    ) -> TrunkTestOrder {
        TrunkTestOrder(
            trunk: "voxbone", number: number, playsCall: call, sms: sms, isUntrusted: untrusted,
            manner: manner, usesBuiltInPhone: builtIn, overTCP: tcp)
    }

    static let manners: [(TrunkTestOrder.Manner, said: [String])] = [
        (.answered, ["rang in the place of +15551000000", "confirmed it with ACK", "hung up"]),
        (.busy, ["486 Busy Here"]),
        (.silent, ["rang in the place", "Nobody answered for 2 s", "487 Request Terminated"]),
        (.slow, ["rang in the place", "Answered after 30", "hung up"]),
        (.earlyMedia, ["(183)", "Answered after 10", "hung up"]),
        (.reinvite, ["held the call by re-INVITE", "took back the call", "hung up"]),
        (.cancelled, ["the phone stopped ringing", "487 Request Terminated"]),
    ]

    @Test(arguments: manners)
    func `Every manner is played to its end`(manner: TrunkTestOrder.Manner, said: [String])
        async throws
    {
        let own = try await ListeningNode.start()
        let report = try await own.node.play(order(manner))
        let text = report.steps.map(\.sentence).joined(separator: "\n")
        #expect(report.isAsExpected, "\(text)")
        for words in said { #expect(text.contains(words), "\(text)") }
        #expect(report.calls.count == 2, "the OPTIONS and the call")
        try await own.end()
    }

    @Test(arguments: [("127.0.0.1", true), ("::1", false), ("::1", true)])
    func `Either family and either transport take the call and the SMS`(
        address: String, tcp: Bool
    ) async throws {
        let own = try await ListeningNode.start(at: address)
        let report = try await own.node.play(order(.reinvite, sms: "Grüße", tcp: tcp))
        #expect(report.isAsExpected, "\(report.steps)")
        #expect(report.steps.last?.sentence.contains("with 7 octets reached the built-in") == true)
        try await own.end()
    }

    @Test func `A long SMS arrives byte for byte`() async throws {
        let own = try await ListeningNode.start()
        let text = String(repeating: "Grüße, 世界! ", count: 300)
        let report = try await own.node.play(order(sms: text, call: false))
        #expect(report.isAsExpected, "\(report.steps)")
        #expect(report.steps.last?.sentence.contains("byte for byte") == true)
        try await own.end()
    }

    @Test func `An operator's own preset is played, and its Identity arrives untouched`()
        async throws
    {
        let own = try await ListeningNode.start()
        let directory = own.own.configuration + "/presets"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        try own.own.write(
            """
            provider="A provider that signs"
            as_of=today
            signalling=192.0.2.1
            source=here
            called=digits
            user_agent=Signer
            identity=Y

            """, to: "presets/signing.preset")
        let signing = TrunkTestOrder(
            trunk: "signing", number: Self.number, usesBuiltInPhone: true)
        let report = try await own.node.play(signing)
        let text = report.steps.map(\.sentence).joined(separator: "\n")
        #expect(report.isAsExpected, "\(text)")
        #expect(text.contains("User-Agent Signer, Identity"))
        #expect(text.contains("The Identity header reached the phone untouched"))
        try await own.end()
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `A stranger is refused, and no phone hears of it`(address: String) async throws {
        let own = try await ListeningNode.start(at: address)
        let report = try await own.node.play(order(sms: "Believe me", untrusted: true))
        #expect(report.isAsExpected, "\(report.steps)")
        #expect(report.steps.count { $0.sentence.contains("403 Forbidden") } == 2)
        try await own.end()
    }

    @Test func `Where this machine is trusted nobody can play a stranger`() async throws {
        let own = try await ListeningNode.start(trunks: "all=\"127.0.0.0/8\"\n")
        let error = await #expect(throws: ProvisioningError.self) {
            try await own.node.play(order(untrusted: true))
        }
        #expect(error?.description.contains("clearwater trunk list") == true)
        try await own.end()
    }

    @Test func `An unknown number is 404, with the command that adds it`() async throws {
        let own = try await ListeningNode.start()
        let report = try await own.node.play(order(number: "+15559999999"))
        let last = try #require(report.steps.last)
        #expect(!last.isAsExpected && last.sentence.contains("404 Not Found"))
        #expect(last.remedy?.contains("clearwater subscriber add +15559999999") == true)
        try await own.end()
    }

    @Test func `A number without a phone is 480, unless the built-in one answers`() async throws {
        let own = try await ListeningNode.start()
        let report = try await own.node.play(order(builtIn: false))
        let last = try #require(report.steps.last)
        #expect(!last.isAsExpected && last.sentence.contains("480 Temporarily Unavailable"))
        #expect(last.remedy?.contains("--built-in-phone") == true)
        #expect(try await own.node.play(order(builtIn: true)).isAsExpected)
        try await own.end()
    }

    @Test func `A number's own phone really rings, answers, and is hung up on`() async throws {
        let phone = try AnsweringPhone()
        let own = try await ListeningNode.start(phone: phone.endpoint.port)
        let report = try await own.node.play(order(sms: "Hello", builtIn: false))
        #expect(report.isAsExpected, "\(report.steps)")
        let text = report.steps.map(\.sentence).joined(separator: "\n")
        #expect(text.contains("1 registered phone:") && text.contains("The trunk hung up"))
        let heard = phone.end()
        #expect(heard == ["INVITE", "ACK", "BYE", "MESSAGE"])
        try await own.end()
    }

    @Test func `The phone of the number rings for nobody's test but its own`() async throws {
        let phone = try AnsweringPhone()
        let own = try await ListeningNode.start(phone: phone.endpoint.port)
        #expect(try await own.node.play(order(sms: "Hello")).isAsExpected)
        #expect(phone.end() == [])
        try await own.end()
    }

    @Test func `Nothing is left behind`() async throws {
        let own = try await ListeningNode.start(trunks: "voxbone=\"192.0.2.1\"\n")
        let before = try await own.remains()
        _ = try await own.node.play(order(sms: "x"))
        _ = try await own.node.play(order(sms: "x", untrusted: true))
        _ = try await own.node.placeTestCall(to: Self.number)
        #expect(try await own.remains() == before)
        #expect(try await own.node.overview().refusals.isEmpty, "of a stranger that was played")
        try await own.end()
    }

    @Test func `Whoever has the player's socket next is a stranger`() async throws {
        let own = try await ListeningNode.start()
        let report = try await own.node.play(order(.busy))
        let sentence = try #require(report.steps.first?.sentence)
        let word = try #require(sentence.split(separator: " ").first { $0.hasPrefix("127.") })
        let parts = word.split(separator: ":")
        let socket = try DatagramSocket(IPAddress(parts[0])!, port: UInt16(parts[1])!)
        let peer = Peer(String(word))
        let message = RequestText.message("sip:15551000000@example.com", from: peer)
        socket.send(ByteBuffer(string: message.text), to: own.endpoint)
        var answer: MessageView?
        while answer == nil { answer = socket.receive().map { MessageView($0.bytes) } }
        #expect(answer?.status == 403)
        try await own.end()
    }

    @Test func `Tests play side by side, and one too many is told so`() async throws {
        let own = try await ListeningNode.start()
        let running = try await (0..<4).asyncMap { _ in try await own.node.begin(order(.silent)) }
        let error = await #expect(throws: ProvisioningError.self) {
            try await own.node.begin(order(.busy))
        }
        #expect(error?.kind == .conflict)
        for test in running {
            var progress = test
            while !progress.isOver {
                try await Task.sleep(for: .milliseconds(100))
                progress = try #require(await own.node.progress(test.number))
            }
            #expect(progress.report.isAsExpected, "\(progress.report.steps)")
        }
        #expect(try await own.node.play(order(.busy)).isAsExpected)
        try await own.end()
    }

    @Test func `A test that nobody asks for any more is broken off, and its call ended`()
        async throws
    {
        let phone = try AnsweringPhone(answers: false)
        let own = try await ListeningNode.start(phone: phone.endpoint.port)
        let test = try await own.node.begin(order(builtIn: false))
        let deadline = ContinuousClock.now + .seconds(15)
        while phone.heard.last != "ACK", ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(phone.end() == ["INVITE", "CANCEL", "ACK"])
        var progress = try #require(await own.node.progress(test.number))
        while !progress.isOver, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            progress = try #require(await own.node.progress(test.number))
        }
        #expect(!progress.report.isAsExpected && progress.isOver)
        try await own.end()
    }

    @Test func `On-net a played subscriber calls, and the node says who it is`() async throws {
        let own = try await ListeningNode.start()
        let report = try await own.node.placeTestCall(to: Self.number)
        #expect(report.isAsExpected, "\(report.steps)")
        #expect(report.calls.count == 2, "a call and a message")
        let missing = try await own.node.placeTestCall(to: "+15559999999")
        #expect(!missing.isAsExpected)
        try await own.end()
    }

    @Test(arguments: [
        ("nobody", number, "trunk list"), ("voxbone", "", "+15551000000"),
        ("voxbone", "1>\r\nX: y", "+15551000000"),
    ])
    func `An order that cannot be played says what to write`(
        trunk: String, number: String, remedy: String
    ) async throws {
        let own = try await ListeningNode.start()
        let error = await #expect(throws: ProvisioningError.self) {
            try await own.node.play(TrunkTestOrder(trunk: trunk, number: number))
        }
        #expect(error?.description.contains(remedy) == true)
        try await own.end()
    }
}

extension Range where Bound == Int {
    fileprivate func asyncMap<R>(_ body: (Int) async throws -> R) async throws -> [R] {
        var all: [R] = []
        for number in self { all.append(try await body(number)) }
        return all
    }
}
