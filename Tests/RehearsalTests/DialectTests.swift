import Foundation
import NIOCore
import NetworkAddresses
import Rehearsal
import SIPTestKit
import Synchronization
import Testing
import Troubleshooting

/// What a played provider puts on the wire, seen by a node that refuses everything.
struct DialectTests {
    private static var voxbone: TrunkDialect {
        var dialect = TrunkDialect()
        dialect.called = .withoutPlus
        dialect.caller = .withoutPlus
        dialect.fromHost = "voxbone.com"
        dialect.userAgent = "Vox Callcontrol"
        dialect.exampleCaller = "33954218763"
        dialect.assertsIdentity = false
        return dialect
    }

    @Test func `Numbers, From and User-Agent are written as the dialect has them`() throws {
        let heard = try RefusingNode.heard(Self.voxbone)
        let invite = try #require(heard.first { $0.method == "INVITE" })
        #expect(invite.startLine == "INVITE sip:33182882566@example.com SIP/2.0")
        #expect(invite["To"] == "<sip:33182882566@example.com>")
        #expect(invite["From"]?.hasPrefix("<sip:33954218763@voxbone.com>;tag=") == true)
        #expect(invite["Contact"]?.hasPrefix("<sip:+33954218763@127.0.0.1:") == true)
        #expect(invite["User-Agent"] == "Vox Callcontrol")
        #expect(invite["P-Asserted-Identity"] == nil && invite["Identity"] == nil)
    }

    @Test func `A trunk of no provider writes the plus and says who calls`() throws {
        let heard = try RefusingNode.heard(TrunkDialect(), caller: "12025550143")
        let invite = try #require(heard.first { $0.method == "INVITE" })
        #expect(invite.startLine == "INVITE sip:+33182882566@example.com SIP/2.0")
        #expect(invite["P-Asserted-Identity"] == "<sip:+12025550143@127.0.0.1>")
    }

    @Test func `It asks whether the node lives before it calls, unless it never does`() throws {
        #expect(try RefusingNode.heard(Self.voxbone).first?.method == "OPTIONS")
        var silent = Self.voxbone
        silent.pings = false
        #expect(try RefusingNode.heard(silent).allSatisfy { $0.method != "OPTIONS" })
    }

    @Test func `An Identity header has the shape of a signed one, and makes the call large`()
        throws
    {
        var dialect = Self.voxbone
        dialect.signsIdentity = true
        let invite = try #require(
            try RefusingNode.heard(dialect).first { $0.method == "INVITE" })
        let identity = try #require(invite["Identity"])
        let token = identity.prefix { $0 != ";" }.split(separator: ".")
        #expect(token.count == 3 && identity.hasSuffix(";alg=ES256;ppt=shaken"))
        let claims = try #require(Data(base64Encoded: padded(String(token[1]))))
        let read = try #require(try JSONSerialization.jsonObject(with: claims) as? [String: Any])
        #expect((read["orig"] as? [String: String])?["tn"] == "33954218763")
        #expect((read["dest"] as? [String: [String]])?["tn"] == ["33182882566"])
    }

    @Test func `An SMS is text of the dialect's type, in UTF-8`() throws {
        let message = try #require(
            try RefusingNode.heard(Self.voxbone).first { $0.method == "MESSAGE" })
        #expect(message["Content-Type"] == "text/plain" && message.body == "Grüße, 世界")
        #expect(message["Content-Length"] == "15")
    }

    @Test func `Further header fields are a call's, not an SMS's`() throws {
        var dialect = Self.voxbone
        dialect.headers = ["X-Provider: yes"]
        let heard = try RefusingNode.heard(dialect)
        #expect(heard.first { $0.method == "INVITE" }?["X-Provider"] == "yes")
        #expect(heard.first { $0.method == "MESSAGE" }?["X-Provider"] == nil)
    }

    @Test func `An IPv6 trunk writes its address in brackets, and its sound's as it is`() throws {
        let heard = try RefusingNode.heard(TrunkDialect(), at: .loopbackV6)
        let invite = try #require(heard.first { $0.method == "INVITE" })
        #expect(invite["Contact"]?.contains("@[::1]:") == true)
        #expect(invite.body.contains("c=IN IP6 ::1\r\n"))
    }

    private func padded(_ text: String) -> String {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(
            of: "_", with: "/")
        return plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)
    }
}
