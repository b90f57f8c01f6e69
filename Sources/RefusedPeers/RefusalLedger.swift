package import DecisionTrace
package import Determinism
package import NetworkAddresses
import Synchronization

/// Who was refused in the last day, how often and why; and whether a refusal is worth a line in
/// the log now.
///
/// Refusing is what a node does under attack: a refusal costs one look into a table, and makes a
/// text of the request only where few do. What has to give way in a flood are sources that came
/// once and have nothing to do with any trunk or preset.
package final class RefusalLedger: Sendable {
    package struct Limits: Sendable {
        /// Sources that are told apart.
        package var sources = 10_000
        /// Octets of all that was asked for.
        package var text = 4 << 20
        /// Refusals a second, of all sources together, that are worth a line and a text.
        package var lines = 50

        package init() {}
    }

    private struct State {
        var accounts: [IPAddress: RefusalAccount] = [:]
        var textSize = 0
        var second: Int64 = 0
        var lines = 0
        var neighbourhoods: Set<IPPrefix> = []
        var forgotten: UInt64 = 0
        var revision: UInt64 = 0
    }

    private let limits: Limits
    private let state: Mutex<State>

    /// - Parameter saved: as a ledger before this one was saved.
    package init(_ saved: [RefusalAccount] = [], limits: Limits = Limits()) {
        self.limits = limits
        var state = State()
        for account in saved.prefix(limits.sources) {
            state.accounts[account.source] = account
            state.textSize += account.textSize
        }
        self.state = Mutex(state)
    }

    /// Sources in these networks give way last: those around the trunks and the presets.
    package func prefer(_ neighbourhoods: Set<IPPrefix>) {
        state.withLock { $0.neighbourhoods = neighbourhoods }
    }

    /// Counts a refusal.
    ///
    /// - Parameter asked: the request in a few words; made only where it is kept.
    /// - Returns: nil where it is not worth a line in the log: this source had one within the last
    ///   second, or too many others had one; else how many of its refusals went without before.
    package func record(
        _ source: IPAddress, _ reason: OutcomeReason, at now: WallTime, asked: () -> String
    ) -> UInt32? {
        state.withLock { state in
            state.revision &+= 1
            if state.accounts[source] == nil {
                if state.accounts.count >= limits.sources || state.textSize >= limits.text {
                    makeRoom(&state, at: now)
                }
                state.accounts[source] = RefusalAccount(
                    source: source, reason: reason, firstSeen: now)
            }
            state.accounts[source]!.count(reason, at: now)
            guard mayHaveLine(source, &state, at: now) else {
                state.accounts[source]!.silent &+= 1
                return nil
            }
            state.textSize += state.accounts[source]!.remember(Self.short(asked()))
            return state.accounts[source]!.tookLine(at: now)
        }
    }

    private func mayHaveLine(
        _ source: IPAddress, _ state: inout State, at now: WallTime
    ) -> Bool {
        guard now.milliseconds - state.accounts[source]!.lastLine.milliseconds >= 1000 else {
            return false
        }
        if state.second != now.seconds { (state.second, state.lines) = (now.seconds, 0) }
        state.lines += 1
        return state.lines <= limits.lines || isPreferred(source, state)
    }

    // MARK: - Questions

    /// The sources of the last hour, most refused first.
    package func lastHour(at now: WallTime) -> [(account: RefusalAccount, count: Int)] {
        listed { $0.countOfLastHour(at: now) }
    }

    /// The sources of the last day, most refused first.
    package func lastDay(at now: WallTime) -> [(account: RefusalAccount, count: Int)] {
        listed { $0.countOfLastDay(at: now) }
    }

    /// Grows with every refusal.
    package var revision: UInt64 { state.withLock { $0.revision } }

    /// Sources that gave way to others.
    package var forgotten: UInt64 { state.withLock { $0.forgotten } }

    private func listed(
        _ count: (RefusalAccount) -> Int
    ) -> [(account: RefusalAccount, count: Int)] {
        let accounts = state.withLock { Array($0.accounts.values) }
        return accounts.map { ($0, count($0)) }.filter { $0.1 > 0 }.sorted {
            ($0.1, $0.0.lastSeen, $0.0.source.bits) > ($1.1, $1.0.lastSeen, $1.0.source.bits)
        }
    }

    // MARK: - Limits

    /// Lets half of the sources go, so that a flood pays for it seldom: strangers that came once
    /// first, the oldest of them before the others.
    private func makeRoom(_ state: inout State, at now: WallTime) {
        let before = state.accounts.count
        let yesterday = WallTime(milliseconds: now.milliseconds - RefusalAccount.day)
        let ranked = state.accounts.values.map { account in
            (
                rank: (isPreferred(account.source, state) ? 2 : 0) + (account.isFrequent ? 1 : 0),
                lastSeen: account.lastSeen, source: account.source
            )
        }
        .filter { $0.lastSeen > yesterday }
        .sorted { ($0.rank, $0.lastSeen) > ($1.rank, $1.lastSeen) }
        var kept: [IPAddress: RefusalAccount] = [:]
        kept.reserveCapacity(limits.sources)
        var textSize = 0
        for place in ranked.prefix(limits.sources / 2) {
            let account = state.accounts[place.source]!
            guard textSize + account.textSize <= limits.text / 2 else { break }
            textSize += account.textSize
            kept[place.source] = account
        }
        state.forgotten += UInt64(before - kept.count)
        (state.accounts, state.textSize) = (kept, textSize)
    }

    private func isPreferred(_ source: IPAddress, _ state: borrowing State) -> Bool {
        state.neighbourhoods.contains(IPPrefix(neighbourhoodOf: source))
    }

    /// - Units: octets.
    private static let longestText = 200

    /// One line without control characters, whatever a stranger wrote.
    private static func short(_ text: String) -> String {
        var short = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            short.unicodeScalars.append(isControl ? "." : scalar)
            guard short.utf8.count < longestText else { return short + "…" }
        }
        return short
    }
}

extension IPPrefix {
    /// The network that an address of a provider is likely to have its neighbours in: /24, and /48
    /// of IPv6.
    package init(neighbourhoodOf address: IPAddress) {
        self.init(masking: address, length: address.isV4 ? 96 + 24 : 48)
    }
}
