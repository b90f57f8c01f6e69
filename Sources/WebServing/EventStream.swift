import Hummingbird
import NIOCore

/// What is written to a browser that listens for server-sent events (WHATWG HTML 9.2).
package struct EventStream {
    package static let mediaType = "text/event-stream"

    private var writer: any ResponseBodyWriter

    init(writer: any ResponseBodyWriter) { self.writer = writer }

    /// - Throws: when the client is gone.
    package mutating func send(_ event: String, data: String) async throws {
        let lines = data.split(separator: "\n", omittingEmptySubsequences: false)
        let text = "event: \(event)\n" + lines.map { "data: \($0)\n" }.joined() + "\n"
        try await writer.write(ByteBuffer(string: text))
    }

    /// Tells both ends that the connection is still there.
    package mutating func keepAlive() async throws {
        try await writer.write(ByteBuffer(string: ":\n\n"))
    }

    consuming func finish() async throws { try await writer.finish(nil) }
}
