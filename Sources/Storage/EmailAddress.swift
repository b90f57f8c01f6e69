import Foundation
import Provisioning

/// An e-mail address that an account may have.
struct EmailAddress: Hashable, Sendable {
    /// As it was written.
    let text: String
    /// What is compared: one form of each letter, without regard to case.
    let folded: String

    /// - Throws: `invalid` for what mail cannot be sent to. Whether anybody reads it, nobody knows.
    init(_ text: String) throws(ProvisioningError) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isClean = text.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.properties.generalCategory != .control
        }
        guard text.utf8.count <= 254, parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isClean
        else {
            throw ProvisioningError(
                .invalid, "this is no e-mail address",
                remedy: "write it like name@example.com, with one @, no spaces and at most 254 octets")
        }
        self.text = text
        folded = Self.fold(text)
    }

    static func fold(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping.lowercased()
    }
}
