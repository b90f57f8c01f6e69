import Foundation
import GRDB

/// The keys that this deployment signs with, made when the data file was.
///
/// They are kept so that what was signed before a restart is still known after it.
package struct Secrets: Sendable {
    /// 32 octets; signs the nonces of digest challenges.
    package let nonceKey: [UInt8]
    /// 32 octets; signs the flow tokens in Record-Route.
    package let flowTokenKey: [UInt8]

    static let nonceKeyName = "nonce-key"
    static let flowTokenKeyName = "flow-token-key"

    static func newKey() -> Data {
        var random = SystemRandomNumberGenerator()
        return Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }
}

extension SubscriberDatabase {
    /// Reads the signing keys.
    package func secrets() throws(StorageError) -> Secrets {
        try reporting(path) {
            try pool.read { db in
                func key(_ name: String) throws -> [UInt8] {
                    let sql = "SELECT value FROM secrets WHERE name = ?"
                    guard let value = try Data.fetchOne(db, sql: sql, arguments: [name]),
                        value.count == 32
                    else {
                        throw StorageError(
                            .corrupt, "the data file has no \(name)", at: path,
                            remedy: "put back a backup of it, or move it away to start empty")
                    }
                    return Array(value)
                }
                return Secrets(
                    nonceKey: try key(Secrets.nonceKeyName),
                    flowTokenKey: try key(Secrets.flowTokenKeyName))
            }
        }
    }
}
