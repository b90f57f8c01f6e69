import CryptoExtras
import Foundation

/// What is kept of a person's password: a salted scrypt hash with all that is needed to check it.
///
/// As text `$scrypt$ln=15,r=8,p=1$SALT$HASH`, both in base64; `$scrypt-once$…` for a password that
/// has to be replaced at the first log-in.
package struct PasswordHash: Hashable, Sendable {
    package var cost: PasswordCost
    package var isOneTime: Bool
    var salt: [UInt8]
    var hash: [UInt8]

    private static let scheme = "scrypt"
    private static let oneTimeScheme = "scrypt-once"
    private static let octets = 32

    /// Hashes a password with a new random salt.
    ///
    /// - Cost: that of `cost`; never on an event loop.
    package init(of password: String, cost: PasswordCost = .standard, isOneTime: Bool = false) {
        let salt = Self.random(16)
        self.cost = cost
        self.isOneTime = isOneTime
        self.salt = salt
        hash = Self.derive(password, salt: salt, cost: cost, octets: Self.octets)
    }

    /// What no password matches and every one takes its time with.
    init(ofNobodyAt cost: PasswordCost) {
        self.cost = cost
        isOneTime = false
        salt = Self.random(16)
        hash = Self.random(Self.octets)
    }

    /// Reads what `text` wrote; nil for anything else.
    package init?(text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty,
            parts[1] == Self.scheme || parts[1] == Self.oneTimeScheme,
            let cost = Self.cost(parts[2]), cost.isBearable,
            let salt = Data(base64Encoded: String(parts[3])), !salt.isEmpty,
            let hash = Data(base64Encoded: String(parts[4])), hash.count == Self.octets
        else { return nil }
        self.cost = cost
        isOneTime = parts[1] == Self.oneTimeScheme
        self.salt = Array(salt)
        self.hash = Array(hash)
    }

    package var text: String {
        let scheme = isOneTime ? Self.oneTimeScheme : Self.scheme
        let parameters = "ln=\(cost.logarithm),r=\(cost.blockSize),p=\(cost.parallelism)"
        return "$\(scheme)$\(parameters)$\(Data(salt).base64EncodedString())"
            + "$\(Data(hash).base64EncodedString())"
    }

    /// Whether this is the hash of the password, in a time that does not tell how nearly.
    ///
    /// - Cost: that of `cost`; never on an event loop.
    package func matches(_ password: String) -> Bool {
        let candidate = Self.derive(password, salt: salt, cost: cost, octets: hash.count)
        var difference: UInt8 = password.isEmpty ? 1 : 0
        for (a, b) in zip(candidate, hash) { difference |= a ^ b }
        return difference == 0
    }

    /// Whether it was made with another cost than passwords are hashed with now.
    package func needsRehash(for cost: PasswordCost = .standard) -> Bool { self.cost != cost }

    private static func random(_ count: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    private static func derive(
        _ password: String, salt: [UInt8], cost: PasswordCost, octets: Int
    ) -> [UInt8] {
        // The library cannot take nothing for a password; `matches` refuses it.
        let password = password.isEmpty ? [0] : Array(password.utf8)
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: password, salt: salt, outputByteCount: octets, rounds: 1 << cost.logarithm,
                blockSize: cost.blockSize, parallelism: cost.parallelism)
            return key.withUnsafeBytes { Array($0) }
        } catch {
            // Only parameters out of range or no memory lead here; a hash made up instead would let
            // nobody in, or anybody.
            fatalError("scrypt failed with ln=\(cost.logarithm): \(error)")
        }
    }

    private static func cost(_ text: Substring) -> PasswordCost? {
        let numbers = text.split(separator: ",").map { $0.split(separator: "=") }
        guard numbers.count == 3, numbers.allSatisfy({ $0.count == 2 }),
            numbers.map(\.[0]) == ["ln", "r", "p"],
            let logarithm = Int(numbers[0][1]), let blockSize = Int(numbers[1][1]),
            let parallelism = Int(numbers[2][1])
        else { return nil }
        return PasswordCost(
            logarithm: logarithm, blockSize: blockSize, parallelism: parallelism)
    }
}
