import Determinism
import GRDB
import Provisioning

/// Lines as rows, within a transaction.
enum LineRows {
    private static let selection = """
        SELECT uri, user, (
            SELECT name FROM set_members JOIN private_identities own ON own.id = private_identity
            WHERE set_members.registration_set = public_identities.registration_set
            ORDER BY own.id LIMIT 1
        ), pstn, public_identities.id, listed, email, lines.created
        FROM lines JOIN public_identities ON public_identities.id = public_identity
        JOIN accounts ON accounts.id = account
        """

    static func line(_ uri: String, _ db: Database) throws -> Line? {
        try Row.fetchOne(db, sql: selection + " WHERE uri = ?", arguments: [uri]).map(line)
    }

    static func lines(of account: Account, _ db: Database) throws -> [Line] {
        try Row.fetchAll(
            db, sql: selection + " WHERE account = ? ORDER BY public_identities.id",
            arguments: [account.id]
        ).map(line)
    }

    private static func line(_ row: Row) -> Line {
        let uri: String = row[0]
        return Line(
            publicIdentity: uri, user: row[1],
            domain: uri.lastIndex(of: "@").map { String(uri[uri.index(after: $0)...]) } ?? "",
            privateIdentity: row[2] ?? "", isPSTN: row[3], numberID: row[4], isListed: row[5],
            owner: row[6], created: WallTime(milliseconds: row[7]))
    }

    /// - Throws: `notFound` for an identity that is no account's line.
    static func existing(_ uri: String, _ db: Database) throws -> Line {
        guard let line = try line(uri, db) else { throw missing(uri) }
        return line
    }

    static func missing(_ uri: String) -> ProvisioningError {
        ProvisioningError(
            .notFound, "\(uri) is nobody's line",
            remedy: "check the spelling, with sip: and the domain")
    }

    /// - Throws: `conflict` for the first identity of a set that others still belong to.
    static func checkNotDefault(_ uri: String, _ db: Database) throws {
        let others = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM public_identities own
                JOIN public_identities other ON other.registration_set = own.registration_set
                WHERE own.uri = ?1 AND other.id > own.id AND NOT EXISTS (
                    SELECT 1 FROM public_identities earlier
                    WHERE earlier.registration_set = own.registration_set AND earlier.id < own.id)
                """, arguments: [uri])
        guard others != 0 else { return }
        throw ProvisioningError(
            .conflict, "\(uri) is the first of several lines that register together",
            remedy: "remove the lines that share its private identity first")
    }
}
