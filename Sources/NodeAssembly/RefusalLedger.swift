package import Determinism
package import IMSEngine
package import NetworkAddresses
import Synchronization

/// Who was refused in the last hour, how often and why; and whether a refusal is worth a line in the log now.
package final class RefusalLedger: Sendable {
    /// What one source was refused.
    package struct Account: Sendable {
        package var source: IPAddress
        package var last: Refusal
        package var lastSeen: WallTime
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
    /// - Returns: nil when this source had a line within the last second; else how many went unlogged before this one.
    package func record(_ refusal: Refusal, at now: WallTime) -> UInt32? {
        let source = refusal.source.remote.address
        return accounts.withLock { accounts in
            var account = accounts[source] ?? Account(
                source: source, last: refusal, lastSeen: now, minutes: Array(repeating: 0, count: 60),
                minute: now.seconds / 60, lastLine: WallTime(milliseconds: 0), silent: 0)
            account.last = refusal
            account.lastSeen = now
            account.turn(to: now.seconds / 60)
            account.minutes[Int(account.minute % 60)] &+= 1
            var unlogged: UInt32?
            if now.milliseconds - account.lastLine.milliseconds >= 1000 {
                unlogged = account.silent
                account.lastLine = now
                account.silent = 0
            } else {
                account.silent &+= 1
            }
            if accounts[source] == nil, accounts.count >= Self.limit { Self.makeRoom(&accounts) }
            accounts[source] = account
            return unlogged
        }
    }

    /// The sources of the last hour, most refused first.
    package func lastHour(at now: WallTime) -> [(account: Account, count: Int)] {
        accounts.withLock { accounts in
            accounts.values.map { ($0, $0.count(at: now)) }.filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
        }
    }

    private static func makeRoom(_ accounts: inout [IPAddress: Account]) {
        let oldest = accounts.values.map(\.lastSeen).sorted()[accounts.count / 2]
        accounts = accounts.filter { $0.value.lastSeen > oldest }
    }
}

extension RefusalLedger.Account {
    /// Empties the minutes that passed without a refusal.
    fileprivate mutating func turn(to minute: Int64) {
        guard minute > self.minute else { return }
        for passed in 1...min(minute - self.minute, 60) { minutes[Int((self.minute + passed) % 60)] = 0 }
        self.minute = minute
    }
}
