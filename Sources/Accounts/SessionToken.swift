import Crypto
import Foundation

/// A random value that proves who it was given to: a session's or a recovery's.
///
/// The store keeps its SHA-256 only, so that a stolen data file opens no session.
package struct SessionToken: Hashable, Sendable {
    private let octets: [UInt8]
    private static let length = 32

    /// A new one, from the system's random source.
    package init() {
        var random = SystemRandomNumberGenerator()
        octets = (0..<Self.length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// Reads what `text` wrote; nil for anything else.
    package init?(text: String) {
        guard text.utf8.count == 43 else { return nil }
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/") + "="
        guard let data = Data(base64Encoded: base64), data.count == Self.length else { return nil }
        octets = Array(data)
    }

    /// 43 characters that need no escape in a cookie, a path or a form (RFC 4648 5).
    package var text: String {
        Data(octets).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// What the store keeps.
    package var digest: [UInt8] { Array(SHA256.hash(data: octets)) }

    /// What a form of this session carries beside the cookie, and nobody else can know.
    package var formToken: String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("form".utf8), using: SymmetricKey(data: octets))
        return code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Compares a form's token in a time that does not tell how nearly it matches.
    package func accepts(formToken: String) -> Bool {
        ConstantTime.isEqual(formToken, self.formToken)
    }
}

extension SessionToken: CustomStringConvertible {
    /// Never the secret itself.
    package var description: String { "(session token)" }
}
