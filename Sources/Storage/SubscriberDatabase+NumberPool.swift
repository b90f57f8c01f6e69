package import Determinism
import GRDB
package import Provisioning

extension SubscriberDatabase {
    package func addNumbers(
        from start: String, count: Int, isPSTN: Bool, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Int {
        let run = try NumberRun(from: start, count: count)
        return try await provision { db in
            let added = try NumberRows.add(run, isPSTN: isPSTN, db)
            try Audit.write("add numbers", Self.span(run), by: author, now: now, db)
            return added
        }
    }

    package func removeNumbers(
        from start: String, count: Int, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Int {
        let run = try NumberRun(from: start, count: count)
        return try await provision { db in
            let removed = try NumberRows.remove(run, db)
            try Audit.write("remove numbers", Self.span(run), by: author, now: now, db)
            return removed
        }
    }

    package func numberRanges() async throws(ProvisioningError) -> [NumberRange] {
        try await question { try NumberRows.ranges($0) }
    }

    /// The number that the next line without PSTN would get; nil where the pool has none of the
    /// kind, used or not.
    ///
    /// - Throws: `exhausted` where all are in use.
    package func nextNumber(domain: String) async throws(ProvisioningError) -> String? {
        try await question { db in
            guard try NumberRows.hasAny(isPSTN: false, db) else { return nil }
            return try NumberRows.lowestFree(isPSTN: false, domain: domain, db)
        }
    }

    private static func span(_ run: NumberRun) -> String {
        run.first == run.last
            ? run.text(run.first) : "\(run.text(run.first)) to \(run.text(run.last))"
    }
}
