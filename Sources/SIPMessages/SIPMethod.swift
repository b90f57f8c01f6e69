/// A request's method as one byte; methods we have no name for are `.other`, their bytes stay in
/// the message.
///
/// RFC 3261 7.1. Methods are case-sensitive tokens, and `%` escapes nothing in them.
package struct SIPMethod: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let other = SIPMethod(rawValue: 0)
    package static let invite = SIPMethod(rawValue: 1)
    package static let ack = SIPMethod(rawValue: 2)
    package static let bye = SIPMethod(rawValue: 3)
    package static let cancel = SIPMethod(rawValue: 4)
    package static let options = SIPMethod(rawValue: 5)
    package static let register = SIPMethod(rawValue: 6)
    package static let message = SIPMethod(rawValue: 7)
    package static let prack = SIPMethod(rawValue: 8)
    package static let update = SIPMethod(rawValue: 9)
    package static let info = SIPMethod(rawValue: 10)
    package static let refer = SIPMethod(rawValue: 11)
    package static let subscribe = SIPMethod(rawValue: 12)
    package static let notify = SIPMethod(rawValue: 13)
    package static let publish = SIPMethod(rawValue: 14)
}
