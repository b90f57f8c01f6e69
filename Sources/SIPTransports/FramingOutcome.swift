package import NIOCore

/// What `StreamFramer` found next on a connection.
package enum FramingOutcome: Equatable, Sendable {
    /// One whole message, from its start line to the end of its body.
    case message(ByteBuffer)
    /// A keep-alive: answer one CRLF (RFC 5626 4.4.1).
    case ping
    /// Nothing whole is here yet.
    case needMore
    /// Where the next message begins can never be known: close the connection.
    ///
    /// `header` is the start line and header fields with their blank line, where that much was
    /// complete; whoever reads it finds the same mistake in it and can answer 400 before the
    /// connection goes.
    case failure(FramingFailure, header: ByteBuffer?)
}

/// Why the bytes of a connection cannot be cut into messages.
package enum FramingFailure: String, Error, Sendable, CaseIterable {
    case notSIP = "no SIP start line"
    case headerTooLong = "header fields beyond 64 KiB"
    case messageTooLong = "message beyond 65535 bytes"
    case missingContentLength = "no Content-Length on a stream"
    case malformedContentLength = "malformed Content-Length"
    case conflictingContentLength = "two different Content-Length fields"
}
