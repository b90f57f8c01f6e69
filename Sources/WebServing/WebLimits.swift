package import NIOCore

/// What a client may ask of a server before it is refused or its connection closed.
package struct WebLimits: Sendable {
    /// All header fields of a request together.
    package var headerOctets = 16 * 1024
    package var headerFields = 100
    /// A request's body.
    package var bodyOctets = 256 * 1024
    /// From the first octet of a request to the end of its head.
    package var head = TimeAmount.seconds(10)
    /// From the first octet of a request to the last of its answer.
    package var request = TimeAmount.seconds(30)
    /// Between an answer and the next request.
    package var idle = TimeAmount.seconds(60)
    /// An event stream as a whole; its client opens another one.
    package var eventStream = TimeAmount.hours(1)
    package var connections = 1024
    package var connectionsPerSource = 256
    package var eventStreamsPerSource = 64

    package init() {}

    package static let standard = WebLimits()
}
