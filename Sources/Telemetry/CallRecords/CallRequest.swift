import NIOCore
import SIPMessages

/// What a call record tells of a request, read off the event loop.
struct CallRequest {
    var callID: String
    var fromTag: String
    var toTag: String
    var cseq: UInt32
    /// The user part of From, else its host.
    var caller: String
    /// The user part of the Request-URI, else its host.
    var called: String

    /// - Returns: nil for what the node itself could not read.
    init?(_ message: ByteBuffer) {
        var parsed = SIPMessage()
        guard case .message = SIPParser.parse(message, framing: .datagram, into: &parsed),
            let envelope = try? Envelope.read(parsed)
        else { return nil }
        let span = parsed.span
        func text(_ range: ByteRange?) -> String {
            guard let range else { return "" }
            return span.part(range).withUnsafeBufferPointer {
                String(decoding: $0.prefix(Self.longest), as: UTF8.self)
            }
        }
        func name(_ uri: SIPURI?) -> String {
            guard let uri else { return "" }
            return text(uri.user ?? uri.host)
        }
        callID = text(envelope.callID)
        fromTag = text(envelope.fromTag)
        toTag = text(envelope.toTag)
        cseq = envelope.cseq
        caller = name(envelope.from.uri)
        called = name(envelope.requestURI)
    }

    /// Longer names are cut.
    /// - Units: octets.
    private static let longest = 256
}
