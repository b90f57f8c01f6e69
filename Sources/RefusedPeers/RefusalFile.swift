import DecisionTrace
package import Determinism
import Foundation
import NetworkAddresses

/// Where the refusals of the last day outlive a restart: one file of the data directory.
///
/// It is a convenience: a file that cannot be read or written costs the memory of a day, and
/// nothing else.
package struct RefusalFile: Sendable {
    package let path: String

    package init(directory: String) {
        path = directory.hasSuffix("/") ? directory + "refusals.json" : directory + "/refusals.json"
    }

    /// More sources than this are not worth keeping.
    private static let mostSources = 2000
    private static let format = 1

    private struct Content: Codable {
        var format: Int
        var sources: [Source]
    }

    fileprivate struct Source: Codable {
        var source: String
        var reasons: [String]
        var firstSeen: Int64
        var lastSeen: Int64
        var asked: [String]
        /// Ten minutes since 1970, and how often; one after the other.
        var counts: [Int64]
    }

    /// - Returns: empty where there is no such file.
    /// - Throws: where there is one and it is not ours.
    package func read(at now: WallTime) throws -> [RefusalAccount] {
        guard let octets = FileManager.default.contents(atPath: path) else { return [] }
        let content = try JSONDecoder().decode(Content.self, from: octets)
        guard content.format == Self.format else { return [] }
        return content.sources.prefix(Self.mostSources).compactMap { $0.account }.filter {
            $0.countOfLastDay(at: now) > 0
        }
    }

    /// Replaces the file as a whole.
    package func write(_ ledger: RefusalLedger, at now: WallTime) throws {
        let sources = ledger.lastDay(at: now).prefix(Self.mostSources).map { Source($0.account) }
        let octets = try JSONEncoder().encode(Content(format: Self.format, sources: sources))
        let temporary = path + ".new"
        guard
            FileManager.default.createFile(
                atPath: temporary, contents: octets, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: temporary]) }
        guard rename(temporary, path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }
}

extension RefusalFile.Source {
    fileprivate init(_ account: RefusalAccount) {
        source = "\(account.source)"
        reasons = ([account.reason] + account.otherReasons).map(\.code)
        firstSeen = account.firstSeen.milliseconds
        lastSeen = account.lastSeen.milliseconds
        asked = account.asked
        counts = account.tallies.flatMap { [$0.span, Int64($0.count)] }
    }

    /// Nil where another version wrote what this one does not know.
    fileprivate var account: RefusalAccount? {
        let reasons = reasons.compactMap { OutcomeReason(code: $0) }
        let tallies = stride(from: 0, to: counts.count - 1, by: 2).compactMap { place in
            UInt32(exactly: counts[place + 1]).map {
                RefusalAccount.Tally(span: counts[place], count: $0)
            }
        }
        guard let address = IPAddress(source), let reason = reasons.first, !tallies.isEmpty else {
            return nil
        }
        return RefusalAccount(
            source: address, reason: reason, otherReasons: Array(reasons.dropFirst()),
            firstSeen: WallTime(milliseconds: firstSeen),
            lastSeen: WallTime(milliseconds: lastSeen),
            asked: Array(asked.suffix(RefusalAccount.mostAsked)), tallies: tallies)
    }
}
