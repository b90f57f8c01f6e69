import GRDB
import Provisioning
import Subscribers

/// The number pool as rows, within a transaction.
enum NumberRows {
    /// How many numbers are added or removed at a time.
    static let most = 1_000_000

    /// The lowest number of the pool that nobody has, shorter ones first.
    ///
    /// - Throws: `exhausted`.
    static func lowestFree(isPSTN: Bool, domain: String, _ db: Database) throws -> String {
        guard let found = try free(isPSTN: isPSTN, domain: domain, db) else {
            throw ProvisioningError(
                .exhausted, "the number pool has no free \(isPSTN ? "PSTN " : "")number",
                remedy: "add some with: clearwater numbers add --start NUMBER --count COUNT")
        }
        return found
    }

    /// True where the pool has numbers of this kind, free or not.
    static func hasAny(isPSTN: Bool, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM numbers WHERE pstn = ?)", arguments: [isPSTN])
            ?? false
    }

    private static func free(isPSTN: Bool, domain: String, _ db: Database) throws -> String? {
        // A private identity of that name can be there without the number: it cannot be made again.
        try String.fetchOne(
            db,
            sql: """
                SELECT CASE plus WHEN 1 THEN '+' ELSE '' END || key AS number FROM numbers
                WHERE pstn = ?1 AND used = 0
                AND NOT EXISTS (SELECT 1 FROM private_identities WHERE name = number || '@' || ?2)
                ORDER BY digits, value LIMIT 1
                """, arguments: [isPSTN, domain])
    }

    static func add(_ run: NumberRun, isPSTN: Bool, _ db: Database) throws -> Int {
        try db.execute(
            sql: """
                WITH RECURSIVE run (value) AS (
                    SELECT ?1 UNION ALL SELECT value + 1 FROM run WHERE value < ?2)
                INSERT OR IGNORE INTO numbers (key, plus, digits, value, pstn, used)
                SELECT number, ?4, length(number), value, ?5,
                    EXISTS (SELECT 1 FROM public_identities WHERE key = number)
                FROM (SELECT value, printf('%0*d', ?3, value) AS number FROM run)
                """, arguments: [run.first, run.last, run.width, run.hasPlus, isPSTN])
        return db.changesCount
    }

    static func remove(_ run: NumberRun, _ db: Database) throws -> Int {
        try db.execute(
            sql: """
                WITH RECURSIVE run (value) AS (
                    SELECT ?1 UNION ALL SELECT value + 1 FROM run WHERE value < ?2)
                DELETE FROM numbers WHERE used = 0
                AND key IN (SELECT printf('%0*d', ?3, value) FROM run)
                """, arguments: [run.first, run.last, run.width])
        return db.changesCount
    }

    /// One pass over an index that has everything, in order.
    static func ranges(_ db: Database) throws -> [NumberRange] {
        let row = try RawStatement(
            """
            SELECT pstn, plus, digits, value, used FROM numbers
            ORDER BY pstn, plus, digits, value
            """,
            in: db)
        var ranges: [NumberRange] = []
        var kind: (Int64, Int64, Int64) = (-1, 0, 0)
        var (first, last, used): (Int64, Int64, Int64) = (0, 0, 0)
        func end() {
            guard kind.0 >= 0 else { return }
            let run = NumberRun(first: first, last: last, width: Int(kind.2), hasPlus: kind.1 == 1)
            ranges.append(
                NumberRange(
                    first: run.text(first), last: run.text(last), count: Int(last - first + 1),
                    isPSTN: kind.0 == 1, used: Int(used)))
        }
        while try row.step() {
            let next = (row.integer(0), row.integer(1), row.integer(2))
            let value = row.integer(3)
            if next != kind || value != last + 1 {
                end()
                (kind, first, used) = (next, value, 0)
            }
            last = value
            used += row.integer(4)
        }
        end()
        return ranges
    }
}
