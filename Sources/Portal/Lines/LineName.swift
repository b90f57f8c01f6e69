import Provisioning
import WebServing

/// A line as persons read it, and where its pages are.
struct LineName: Sendable {
    /// `650 555 0000`, or the name as it is.
    let number: String
    /// `sip:6505550000@example.com`.
    let address: String
    /// `/lines/6505550000@example.com`.
    let path: String

    init(_ line: Line) {
        number = Self.spaced(line.user)
        address = line.publicIdentity
        path = Self.path(of: line.publicIdentity)
    }

    static func path(of publicIdentity: String) -> String {
        let name = publicIdentity.dropFirst(publicIdentity.hasPrefix("sip:") ? 4 : 0)
        return "/lines/" + PercentEncoding.encodedSegment(String(name))
    }

    /// The public identity that the path of a request names.
    static func publicIdentity(of visit: Visit) throws(WebError) -> String {
        "sip:" + (try visit.context.pathPart("line"))
    }

    /// North American numbers in their groups, others as they are.
    static func spaced(_ user: String) -> String {
        let digits = user.hasPrefix("+1") ? user.dropFirst(2) : user[...]
        guard digits.count == 10, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return user
        }
        let groups = [digits.prefix(3), digits.dropFirst(3).prefix(3), digits.suffix(4)]
        return (user.hasPrefix("+1") ? "+1 " : "") + groups.joined(separator: " ")
    }
}
