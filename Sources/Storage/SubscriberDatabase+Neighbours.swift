import GRDB
package import Subscribers

extension SubscriberDatabase {
    /// How many of its last letters make a number a neighbour.
    private static let suffix = 6

    /// Users that somebody may have meant by a key that is nobody's: those that end alike, and
    /// those before and after it in the order of keys.
    ///
    /// - Parameter limit: at most so many of each kind.
    /// - Cost: a look at each key; a fraction of a second for a million.
    package func users(near key: SubscriberKey, limit: Int) throws(StorageError) -> [String] {
        let sql = """
            SELECT user FROM (SELECT user FROM public_identities
                WHERE key > ?1 ORDER BY key LIMIT ?2)
            UNION SELECT user FROM (SELECT user FROM public_identities
                WHERE key < ?1 ORDER BY key DESC LIMIT ?2)
            UNION SELECT user FROM (SELECT user FROM public_identities
                WHERE substr(key, -\(Self.suffix)) = substr(?1, -\(Self.suffix)) LIMIT ?2)
            """
        return try reporting(path) {
            try pool.read { try String.fetchAll($0, sql: sql, arguments: [key.text, limit]) }
        }
    }
}
