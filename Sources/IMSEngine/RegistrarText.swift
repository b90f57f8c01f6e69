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

    /// RFC 7315 4.1, TS 24.229 5.4.1.2.2F: the identities that are registered now, the default one
    /// first; no line where all are barred.
    static func writeAssociatedURIs(
        of subscriber: Subscriber, domain: String, into writer: inout ByteWriter
    ) {
        guard let set = subscriber.set else {
            return writeAssociatedURIs(user: subscriber.user, domain: domain, into: &writer)
        }
        var isFirst = true
        for identity in set.identities where !identity.isBarred {
            writer.write(isFirst ? "P-Associated-URI: <" : ", <")
            writer.write(identity.uri)
            writer.write(">")
            isFirst = false
        }
        if !isFirst { writer.write("\r\n") }
    }

    /// The usual subscriber's: the SIP URI, and for a number the tel URI.
    private static func writeAssociatedURIs(
        user: String, domain: String, into writer: inout ByteWriter
    ) {
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
