import NIOCore
import SIPMessages

/// Everything that reads a message, done to it once: for tests that want it to survive, whatever it
/// is.
///
/// - Returns: a number that depends on what was found, so that nothing is optimised away and runs
///   can be compared.
func readEverything(_ bytes: ByteBuffer, _ framing: MessageFraming, into message: inout SIPMessage)
    -> Int
{
    guard case .notSIP = SIPParser.parse(bytes, framing: framing, into: &message) else {
        return readEverything(message)
    }
    return 0
}

private func readEverything(_ message: borrowing SIPMessage) -> Int {
    var found = message.fields.count
    if let envelope = try? Envelope.read(message) {
        found += envelope.viaCount + Int(envelope.cseq % 7)
        found += envelope.requestURI?.hostAddress(in: message.span) == nil ? 1 : 2
        found += envelope.via.hostAddress(in: message.span) == nil ? 1 : 2
    }
    found += Int(message.expires ?? 0) % 3
    found += message.lists("path", in: .supported) ? 1 : 0
    var contacts = message.contacts
    while (try? contacts.next()) != nil { found += 1 }
    for name in [HeaderName.via, .route, .to, .pAssertedIdentity, .other] {
        var values = message.values(name)
        while let value = values.next() {
            found += 1
            if let via = try? Via.parse(message.span, value.range) { found += via.parameters.count }
            if let address = try? NameAddress.parse(message.span, value.range) {
                found += address.parameters.count
            }
        }
    }
    let answer = ResponseBuilder.response(
        to: message, status: 400, reason: "Bad Request", toTag: 1, source: .init(.loopbackV4, 5060),
        recordRoutes: true)
    return found + answer.readableBytes + MessageEditor().write(message).readableBytes
}
