import Foundation
import NIOCore
import NetworkAddresses
import SIPMessages

/// A message that reached a party, with what the parties ask of it as text.
///
/// A rehearsal is a handful of messages, so text is affordable here.
struct ReceivedMessage {
    let message: SIPMessage
    let envelope: Envelope
    let source: SocketEndpoint
    let arrival: ContinuousClock.Instant

    /// - Returns: nil for what is no well-formed SIP message.
    init?(_ bytes: ByteBuffer, from source: SocketEndpoint) {
        var message = SIPMessage()
        guard case .message = SIPParser.parse(bytes, framing: .datagram, into: &message),
            let envelope = try? Envelope.read(message)
        else { return nil }
        self.message = message
        self.envelope = envelope
        self.source = source
        arrival = .now
    }

    /// Nil for a request.
    var status: UInt16? {
        if case .status(let code, _) = message.start { code } else { nil }
    }

    /// The reason phrase of a response.
    var reason: String {
        if case .status(_, let reason) = message.start { text(reason) } else { "" }
    }

    var method: SIPMethod { envelope.method }
    var callID: String { text(envelope.callID) }
    var toTag: String? { envelope.toTag.map(text) }
    var branch: String? { envelope.via.branch.map(text) }
    var body: String { text(message.body) }

    func header(_ name: HeaderName) -> String? { message.first(name).map { text($0.value) } }

    /// All values of a header, in order.
    func all(_ name: HeaderName) -> [String] {
        var values = message.values(name)
        var all: [String] = []
        while let value = values.next() { all.append(text(value.range)) }
        return all
    }

    /// The value of a header whose name has no meaning to the parser.
    func headerLine(_ name: String) -> String? {
        let prefix = "\(name.lowercased()):"
        let line = message.fields.lazy.map { text($0.line) }.first {
            $0.lowercased().hasPrefix(prefix)
        }
        return line.map {
            $0.dropFirst(prefix.count).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// The URI of the first Contact.
    var contactURI: String? {
        guard let value = message.first(.contact)?.value,
            let address = try? NameAddress.parse(message.span, value)
        else { return nil }
        return text(address.uri.whole)
    }

    func text(_ range: ByteRange) -> String {
        message.span.part(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
