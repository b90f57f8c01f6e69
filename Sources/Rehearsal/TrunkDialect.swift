import Foundation

/// How a provider writes its requests.
package struct TrunkDialect: Hashable, Sendable {
    /// How a telephone number is written; names are left as they are.
    package enum NumberForm: Hashable, Sendable {
        case withPlus
        case withoutPlus

        func written(_ number: String) -> String {
            let digits = number.hasPrefix("+") ? String(number.dropFirst()) : number
            guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                return number
            }
            return self == .withPlus ? "+" + digits : digits
        }
    }

    /// In the Request-URI and in To.
    package var called = NumberForm.withPlus
    /// In From.
    package var caller = NumberForm.withPlus
    package var contact = NumberForm.withPlus
    /// Of From; nil for the address that the trunk sends from.
    package var fromHost: String?
    package var userAgent: String?
    /// Further header lines of an INVITE.
    package var headers: [String] = []
    /// It says who calls in P-Asserted-Identity too (RFC 3325).
    package var assertsIdentity = true
    /// It asks with OPTIONS whether the node lives.
    package var pings = true
    /// Its INVITEs carry an Identity header field (RFC 8224).
    package var signsIdentity = false
    package var exampleCaller = "+15550006666"
    package var messageType = "text/plain"

    /// As most trunks do: numbers with their plus, the sender's own address in From.
    package init() {}

    /// One line for a person.
    package var description: String {
        var parts = [
            "numbers \(called == .withPlus ? "with" : "without") +",
            fromHost.map { "From @\($0)" } ?? "From its own address",
        ]
        if let userAgent { parts.append("User-Agent \(userAgent)") }
        if signsIdentity { parts.append("Identity") }
        return parts.joined(separator: ", ")
    }
}

/// A claim of who calls, of the shape that signing networks send; its signature proves nothing.
///
/// RFC 8224, RFC 8588. A node that is no verifier passes it on untouched, and it is what makes such
/// an INVITE larger than a packet.
enum UnprovenIdentity {
    static func line(caller: String, called: String) -> String {
        let header = #"{"alg":"ES256","ppt":"shaken","typ":"passport","#
            + #""x5u":"https://certificates.invalid/played.pem"}"#
        let claims = #"{"attest":"A","dest":{"tn":["\#(digits(called))"]},"#
            + #""iat":\#(Int(Date().timeIntervalSince1970)),"orig":{"tn":"\#(digits(caller))"},"#
            + #""origid":"\#(UUID().uuidString.lowercased())"}"#
        let signature = (0..<64).map { _ in UInt8.random(in: .min ... .max) }
        let parts = [Array(header.utf8), Array(claims.utf8), signature].map(text)
        return "Identity: \(parts.joined(separator: "."));"
            + "info=<https://certificates.invalid/played.pem>;alg=ES256;ppt=shaken"
    }

    private static func digits(_ number: String) -> String { number.filter(\.isNumber) }

    /// Base64 for URLs, unpadded (RFC 7515 2).
    private static func text(_ octets: [UInt8]) -> String {
        String(
            Data(octets).base64EncodedString().compactMap {
                switch $0 {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: $0
                }
            })
    }
}
