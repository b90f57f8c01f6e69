import NIOCore
import SIPMessages
import Testing

@Suite("Call flows of RFC 3665 and RFC 5407")
struct CallFlowTests {
    /// Printed in part by RFC 5407, without some mandatory headers.
    private static let abridged = ["rfc5407_002", "rfc5407_014"]
    /// Without Content-Length, which only a datagram may do without.
    private static let unmeasured = ["rfc3665_124", "rfc5407_002", "rfc5407_014"]

    @Test("All messages come out of an editor without edits as they went in")
    func roundTrip() {
        #expect(Corpus.flows.count == 160)
        for (name, bytes) in Corpus.flows {
            let (outcome, message) = parse(bytes)
            #expect(outcome.fault == nil && !outcome.isNotSIP, "\(name): \(outcome)")
            #expect(Array(buffer: MessageEditor().write(message)) == bytes, "\(name)")
            let isUnmeasured = Self.unmeasured.contains(name)
            #expect((parse(bytes, .stream).outcome.fault != nil) == isUnmeasured, "\(name)")
        }
    }

    @Test("Every message names its method, tags and top Via, but for two that are printed in part")
    func facts() throws {
        for (name, bytes) in Corpus.flows {
            let (_, message) = parse(bytes)
            guard !Self.abridged.contains(name) else {
                #expect(throws: Fault.self, "\(name)") { try Envelope.read(message) }
                continue
            }
            let envelope = try Envelope.read(message)
            let hasMagicCookie = envelope.via.hasMagicCookie(in: message.span)
            #expect(hasMagicCookie, "\(name)")
            #expect(envelope.method != .other, "\(name)")
            #expect(envelope.fromTag != nil, "\(name)")
            #expect(message.isRequest == (envelope.requestURI != nil), "\(name)")
        }
    }

    @Test("Lines are where the fields say, and cover the head without a gap")
    func lines() {
        for (name, bytes) in Corpus.flows {
            let (_, message) = parse(bytes)
            var cursor = message.fields.first?.line.start ?? 0
            for field in message.fields {
                #expect(field.line.start == cursor, "\(name)")
                #expect(message.text(field.line)?.hasSuffix("\r\n") == true, "\(name)")
                cursor = field.line.end
            }
            #expect(message.text(ByteRange(cursor, message.body.start)) == "\r\n", "\(name)")
        }
    }
}
