import Dispatch
import Synchronization

/// Hashes and checks passwords on threads of its own, few at a time, since each takes much memory.
package final class PasswordDesk: Sendable {
    /// More passwords are waiting to be checked than this node will check in a reasonable time.
    package struct Busy: Error, Hashable {}

    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let cost: PasswordCost
    private let atOnce: Int
    private let waitingAtMost: Int
    private let state = Mutex(State())
    private let threads = DispatchQueue(label: "passwords", attributes: .concurrent)
    /// What the password for an address that nobody has is compared with.
    private let nobody: PasswordHash

    /// - Parameters:
    ///   - atOnce: how many are worked on at the same time; 32 MiB each at the standard cost.
    ///   - waitingAtMost: how many may wait behind them; more are refused.
    package init(
        cost: PasswordCost = .standard, atOnce: Int = 2, waitingAtMost: Int = 64
    ) {
        self.cost = cost
        self.atOnce = atOnce
        self.waitingAtMost = waitingAtMost
        nobody = PasswordHash(ofNobodyAt: cost)
    }

    package func hash(_ password: String, isOneTime: Bool = false) async throws(Busy)
        -> PasswordHash
    {
        let cost = cost
        return try await perform { PasswordHash(of: password, cost: cost, isOneTime: isOneTime) }
    }

    /// Compares a password with a stored text, or with nobody's, which takes as long and is false.
    ///
    /// - Returns: the hash where it is the right password, and whether it is to be made anew.
    package func verify(_ password: String, _ stored: String?) async throws(Busy)
        -> PasswordVerdict
    {
        let hash = stored.flatMap(PasswordHash.init(text:))
        let compared = hash ?? nobody
        let matches = try await perform { compared.matches(password) }
        guard matches, let hash else { return .wrong }
        return .right(isOneTime: hash.isOneTime, needsRehash: hash.needsRehash(for: cost))
    }

    private func perform<Result: Sendable>(_ work: @escaping @Sendable () -> Result)
        async throws(Busy) -> Result
    {
        let result: Result? = await withCheckedContinuation { continuation in
            enqueue { continuation.resume(returning: work()) }
                refused: { continuation.resume(returning: nil) }
        }
        guard let result else { throw Busy() }
        return result
    }

    private func enqueue(_ job: @escaping @Sendable () -> Void, refused: () -> Void) {
        let (starts, isRefused) = state.withLock { state in
            if state.running < atOnce {
                state.running += 1
                return (true, false)
            }
            guard state.waiting.count < waitingAtMost else { return (false, true) }
            state.waiting.append(job)
            return (false, false)
        }
        if starts { threads.async { self.run(job) } }
        if isRefused { refused() }
    }

    private func run(_ first: @escaping @Sendable () -> Void) {
        var job: (@Sendable () -> Void)? = first
        while let next = job {
            next()
            job = state.withLock { state in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.running -= 1
                return nil
            }
        }
    }
}

/// What came of comparing a password.
package enum PasswordVerdict: Hashable, Sendable {
    case wrong
    /// - isOneTime: it has to be replaced before anything else.
    /// - needsRehash: it was hashed with another cost than is usual now.
    case right(isOneTime: Bool, needsRehash: Bool)
}
