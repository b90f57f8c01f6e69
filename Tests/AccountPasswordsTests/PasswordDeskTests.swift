import AccountPasswords
import Testing

struct PasswordDeskTests {
    private let cheap = PasswordCost(logarithm: 4)

    @Test func `what was hashed is right, everything else is wrong`() async throws {
        let desk = PasswordDesk(cost: cheap)
        let hash = try await desk.hash("secret")
        #expect(
            try await desk.verify("secret", hash.text)
                == .right(isOneTime: false, needsRehash: false))
        #expect(try await desk.verify("Secret", hash.text) == .wrong)
        #expect(try await desk.verify("secret", "no hash") == .wrong)
    }

    @Test(arguments: ["", "nobody", "secret"])
    func `nobody has no password`(password: String) async throws {
        let desk = PasswordDesk(cost: cheap)
        #expect(try await desk.verify(password, nil) == .wrong)
    }

    @Test func `an old cost and a one-time password are told`() async throws {
        let old = PasswordHash(of: "secret", cost: PasswordCost(logarithm: 3), isOneTime: true)
        let desk = PasswordDesk(cost: cheap)
        #expect(
            try await desk.verify("secret", old.text) == .right(isOneTime: true, needsRehash: true))
    }

    @Test func `all that fit in are answered and the rest are refused`() async throws {
        // The first one occupies the desk for some milliseconds; two may wait.
        let desk = PasswordDesk(cost: PasswordCost(logarithm: 13), atOnce: 1, waitingAtMost: 2)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    do {
                        _ = try await desk.hash("secret")
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count(where: \.self) >= 3)
        #expect(outcomes.contains(false))
        _ = try await desk.hash("and it works again afterwards")
    }
}
