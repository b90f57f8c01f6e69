import Determinism
import SIPMessages
import Subscribers

/// The lines of a 200 to REGISTER.
enum RegistrarText {
    static func writeLine(_ name: StaticString, _ value: [UInt8], into writer: inout ByteWriter) {
        writer.write(name)
        writer.write(": ")
        writer.write(value)
        writer.write("\r\n")
    }

    /// RFC 3261 10.3 step 8: every contact with the time it has left.
    static func writeContact(_ binding: Binding, now: WallTime, into writer: inout ByteWriter) {
        writer.write("Contact: <")
        writer.write(binding.contact)
        writer.write(">")
        writer.write(binding.parameters)
        if binding.q < 1000 {
            writer.write(";q=0.")
            writer.writeDecimal(binding.q / 100)
            writer.writeDecimal(binding.q / 10 % 10)
            writer.writeDecimal(binding.q % 10)
        }
        writer.write(";expires=")
        writer.writeDecimal(max((binding.expires.milliseconds - now.milliseconds + 999) / 1000, 0))
        writer.write("\r\n")
    }

    /// RFC 7315 4.1: the SIP URI, and for a number the tel URI.
    static func writeAssociatedURIs(user: String, domain: String, into writer: inout ByteWriter) {
        writer.write("P-Associated-URI: <sip:")
        writer.write(user)
        writer.write("@")
        writer.write(domain)
        writer.write(">")
        if user.hasPrefix("+"), SubscriberKey.isTelephoneNumber(user.utf8.span) {
            writer.write(", <tel:")
            writer.write(user)
            writer.write(">")
        }
        writer.write("\r\n")
    }
}
