/// The value of a WWW-Authenticate header that asks a client to prove who it is.
///
/// RFC 2617 3.2.1, RFC 3261 22.4: Digest with MD5 and `qop="auth"`, which clients of RFC 2069
/// ignore.
package struct Challenge: Sendable {
    private let start: [UInt8]

    /// - Parameter realm: the home domain; quotes and backslashes are escaped.
    package init(realm: String) {
        var text = Array("Digest realm=\"".utf8)
        for byte in realm.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                text.append(UInt8(ascii: "\\"))
            }
            text.append(byte)
        }
        text += Array("\",nonce=\"".utf8)
        start = text
    }

    /// - Parameters:
    ///   - stale: true where the password was right and only the nonce was not, so that the phone
    ///     asks nobody.
    ///   - nonce: appends a new nonce.
    package func write(stale: Bool, nonce: (inout [UInt8]) -> Void) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(start.count + 96)
        text += start
        nonce(&text)
        text += Array("\",algorithm=MD5,qop=\"auth\"".utf8)
        if stale { text += Array(",stale=true".utf8) }
        return text
    }
}
