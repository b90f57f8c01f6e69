import DigestAuthentication
import Subscribers

/// A phone's answer to a digest challenge.
package struct DigestAnswer: Sendable {
    package var username: String
    package var password: String
    /// False for a phone that ignores `qop` (RFC 2069).
    package var usesQuality = true
    package var nonceCount = 1

    package init(username: String, password: String) {
        self.username = username
        self.password = password
    }

    /// The Authorization value for a request, out of the WWW-Authenticate value that it was refused
    /// with.
    package func authorization(method: String, uri: String, challenge: String) -> String {
        let realm = Self.quoted("realm", in: challenge)
        let nonce = Self.quoted("nonce", in: challenge)
        var digits = String(nonceCount, radix: 16)
        digits = String(repeating: "0", count: 8 - digits.count) + digits
        let cnonce = usesQuality ? "0a4f113b" : ""
        var hash = ColonHash()
        let count = usesQuality ? Array(digits.utf8) : []
        let response = DigestResponse.expected(
            ha1: DigestHash(username: username, realm: realm, password: password),
            method: Array(method.utf8).span, uri: Array(uri.utf8).span,
            nonce: Array(nonce.utf8).span,
            nonceCount: count.span, cnonce: Array(cnonce.utf8).span,
            using: &hash)
        var value =
            "Digest username=\"\(username)\",realm=\"\(realm)\",nonce=\"\(nonce)\",uri=\"\(uri)\""
        let digest = Self.hexadecimal(response.high) + Self.hexadecimal(response.low)
        value += ",response=\"\(digest)\",algorithm=MD5"
        if usesQuality { value += ",qop=auth,nc=\(digits),cnonce=\"\(cnonce)\"" }
        return value
    }

    package static func quoted(_ name: String, in challenge: String) -> String {
        let pieces = challenge.split(separator: ",").flatMap { $0.split(separator: " ") }
        for piece in pieces where piece.hasPrefix("\(name)=\"") {
            return String(piece.dropFirst(name.count + 2).prefix { $0 != "\"" })
        }
        return ""
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
