/// What is wrong with a message, and how to answer it if it is a request.
///
/// RFC 3261 8.2, 16.3, 18.3. Always the peer's fault, never ours; a response with a fault is
/// dropped.
package struct Fault: Error, Sendable {
    /// 400, 414, 416, 505 or 513.
    package var status: UInt16
    /// The reason phrase; it names what the peer has to mend.
    package var reason: StaticString

    package init(status: UInt16, reason: StaticString) {
        self.status = status
        self.reason = reason
    }

    package static func badRequest(_ reason: StaticString) -> Fault {
        Fault(status: 400, reason: reason)
    }
}
