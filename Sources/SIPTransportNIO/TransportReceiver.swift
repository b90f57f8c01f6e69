package import NIOCore
package import SIPTransports

/// Whoever takes what the transports deliver: called on the event loop, never from within a call of
/// `TransportShell`.
package protocol TransportReceiver: AnyObject {
    /// A datagram, or one framed message of a connection.
    ///
    /// Of a connection that cannot be framed (RFC 3261 18.3) the last thing delivered is the header
    /// block alone, if it was complete: its Content-Length is missing, malformed, doubled or beyond
    /// what follows. An answer to it that is sent by the end of the turn still goes out before the
    /// connection closes.
    func received(_ bytes: ByteBuffer, over flow: Flow)

    /// A connection is gone or could not be opened; said once of each, also of one closed by
    /// `TransportShell.close`.
    func closed(_ flow: Flow)

    /// All of one batch has been delivered: transmit what is to be answered and flush.
    func turnEnded()
}
