package import DecisionTrace
package import Determinism
package import IMSEngine
package import NetworkAddresses
import Synchronization

/// Who was refused in the last hour, how often and why; and whether a refusal is worth a line in
/// the log now.
package final class RefusalLedger: Sendable {
    /// What one source was refused.
    package struct Account: Sendable {
        package var source: IPAddress
        package var reason: OutcomeReason
        package var lastSeen: WallTime
        /// Of the last one that was worth a line.
        package var lastMethod = ""
        package var lastCalled = ""
        fileprivate var minutes: [UInt32]
        fileprivate var minute: Int64
        fileprivate var lastLine: WallTime
        /// Refusals that got no line since the last one.
        fileprivate var silent: UInt32

        /// Refusals within the last hour.
        package func count(at now: WallTime) -> Int {
            let current = now.seconds / 60
            return (0..<60).reduce(0) { sum, back in
                let minute = current - Int64(back)
                return minute <= self.minute && minute > self.minute - 60
                    ? sum + Int(minutes[Int(minute % 60)]) : sum
            }
        }
    }

    /// Sources beyond this number are counted, but only the newest are told apart.
    private static let limit = 10_000
    private let accounts = Mutex<[IPAddress: Account]>([:])

    package init() {}

    /// Counts a refusal.
    ///
    /// - Returns: nil when this source had a line within the last second; else how many went
    ///   unlogged before this one.
    package func record(_ refusal: RequestOutcome, at now: WallTime) -> UInt32? {
        let source = refusal.source.remote.address
        return accounts.withLock { accounts in
            if accounts[source] == nil {
                if accounts.count >= Self.limit { Self.makeRoom(&accounts) }
                accounts[source] = Account(
                    source: source, reason: refusal.reason, lastSeen: now,
                    minutes: Array(repeating: 0, count: 60), minute: now.seconds / 60,
                    lastLine: WallTime(milliseconds: 0), silent: 0)
            }
            return accounts[source]!.record(refusal, at: now)
        }
    }

    /// The sources of the last hour, most refused first.
    package func lastHour(at now: WallTime) -> [(account: Account, count: Int)] {
        accounts.withLock { accounts in
            accounts.values.map { ($0, $0.count(at: now)) }.filter { $0.1 > 0 }.sorted {
                $0.1 > $1.1
            }
        }
    }

    private static func makeRoom(_ accounts: inout [IPAddress: Account]) {
        let oldest = accounts.values.map(\.lastSeen).sorted()[accounts.count / 2]
        accounts = accounts.filter { $0.value.lastSeen > oldest }
    }
}

extension RefusalLedger.Account {
    fileprivate mutating func record(_ refusal: RequestOutcome, at now: WallTime) -> UInt32? {
        reason = refusal.reason
        lastSeen = now
        turn(to: now.seconds / 60)
        minutes[Int(minute % 60)] &+= 1
        guard now.milliseconds - lastLine.milliseconds >= 1000 else {
            silent &+= 1
            return nil
        }
        defer { silent = 0 }
        lastLine = now
        lastMethod = String(refusal.methodText.prefix(40))
        lastCalled = String(refusal.requestURI.prefix(200))
        return silent
    }

    /// Empties the minutes that passed without a refusal.
    fileprivate mutating func turn(to minute: Int64) {
        guard minute > self.minute else { return }
        for passed in 1...min(minute - self.minute, 60) {
            minutes[Int((self.minute + passed) % 60)] = 0
        }
        self.minute = minute
    }
}
