import DigestAuthentication
import Subscribers

/// A digest challenge as a phone reads it, and the answer to it.
///
/// RFC 2617 3.2.1 and 3.2.2, algorithm MD5, `qop` auth or none.
struct ReceivedChallenge {
    private let realm: String
    private let nonce: String
    private let hasQualityOfProtection: Bool

    /// - Returns: nil for another scheme, and without realm or nonce.
    init?(_ header: String) {
        guard header.lowercased().hasPrefix("digest "),
            let realm = Self.parameter("realm", in: header),
            let nonce = Self.parameter("nonce", in: header)
        else { return nil }
        self.realm = realm
        self.nonce = nonce
        hasQualityOfProtection = header.lowercased().contains("qop=")
    }

    /// The value of an Authorization header.
    func answer(user: String, password: String, method: String, uri: String) -> String {
        let ha1 = DigestHash(username: user, realm: realm, password: password)
        let count = hasQualityOfProtection ? "00000001" : ""
        let cnonce = hasQualityOfProtection ? RequestDraft.token("") : ""
        var hash = ColonHash()
        let response = DigestResponse.expected(
            ha1: ha1, method: Array(method.utf8).span, uri: Array(uri.utf8).span,
            nonce: Array(nonce.utf8).span,
            nonceCount: Array(count.utf8).span, cnonce: Array(cnonce.utf8).span, using: &hash)
        let digits = [response.high, response.low].map { half in
            let text = String(half, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        let quality = hasQualityOfProtection ? ",qop=auth,nc=\(count),cnonce=\"\(cnonce)\"" : ""
        return "Digest username=\"\(user)\",realm=\"\(realm)\",nonce=\"\(nonce)\",uri=\"\(uri)\","
            + "response=\"\(digits.joined())\",algorithm=MD5\(quality)"
    }

    /// The quoted value of `name="value"`; escapes do not occur in what our node writes.
    private static func parameter(_ name: String, in header: String) -> String? {
        for piece in header.dropFirst("Digest ".count).split(separator: ",") {
            let parts = piece.split(separator: "=", maxSplits: 1)
            let key = parts.first?.drop { $0 == " " } ?? ""
            guard parts.count == 2, key.lowercased() == name, parts[1].hasPrefix("\"") else {
                continue
            }
            return String(parts[1].dropFirst().prefix { $0 != "\"" })
        }
        return nil
    }
}
