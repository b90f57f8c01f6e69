import SIPMessages
import SIPProxying
import Testing

/// The checks of RFC 3261 16.3, in Clearwater's order.
struct RequestValidationTests {
    private static func refusal(
        _ uri: String, hops: Int = 70, _ more: [String] = [], isDraining: Bool = false,
        method: String = "INVITE",
        toTag: String = ""
    ) throws -> RequestValidation.Refusal? {
        let lines = Written.mandatory.map { line in
            if line.hasPrefix("Max") { return "Max-Forwards: \(hops)" }
            if line.hasPrefix("CSeq") { return "CSeq: 1 \(method)" }
            return line.hasPrefix("To") ? line + toTag : line
        }
        let written = try Written(["\(method) \(uri) SIP/2.0"] + lines + more)
        return RequestValidation.refusal(
            of: written.message, written.envelope, isDraining: isDraining)
    }

    @Test(arguments: ["sip:a@b", "sips:a@b", "tel:+1", "urn:service:sos"])
    func `A scheme that is known may go on`(uri: String) throws {
        #expect(try Self.refusal(uri) == nil)
    }

    @Test func `The first thing wrong is named`() throws {
        let wrong = ["Proxy-Require: x"]
        #expect(
            try Self.refusal("mailto:a@b", hops: 0, wrong, isDraining: true) == .unsupportedScheme)
        #expect(try Self.refusal("sip:a@b", hops: 1, wrong, isDraining: true) == .tooManyHops)
        #expect(try Self.refusal("sip:a@b", hops: 2, wrong, isDraining: true) == .badExtension)
        #expect(try Self.refusal("sip:a@b", hops: 2, isDraining: true) == .draining)
        #expect(try Self.refusal("sip:a@b", hops: 2) == nil)
    }

    @Test func `ACK is never refused, and a dialog goes on while draining`() throws {
        #expect(try Self.refusal("mailto:a@b", hops: 0, method: "ACK") == nil)
        #expect(
            try Self.refusal("sip:a@b", isDraining: true, method: "BYE", toTag: ";tag=t") == nil)
    }

    @Test(
        arguments: [
            (RequestValidation.Refusal.unsupportedScheme, 416), (.tooManyHops, 483),
            (.badExtension, 420), (.draining, 503),
        ] as [(RequestValidation.Refusal, UInt16)])
    func `Each has its status`(refusal: RequestValidation.Refusal, status: UInt16) {
        #expect(refusal.status == status)
    }
}
