/// How the bytes of a message were told apart from the next message's.
package enum MessageFraming: Sendable {
    /// A datagram: without Content-Length the body reaches to its end; octets behind the body are
    /// ignored.
    case datagram
    /// Cut out of a stream by its Content-Length, which must be there and right.
    case stream
}

/// What the parser made of some bytes.
package enum ParseOutcome: Sendable {
    /// A start line, header fields and a body; the `Envelope` judges the rest.
    case message
    /// A start line, and something wrong behind it. A request is answered with the fault as far as
    /// its lines allow (`ResponseBuilder`), a response is dropped.
    case malformed(Fault)
    /// No SIP at all: dropped and counted.
    case notSIP
}
