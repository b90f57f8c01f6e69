import Determinism
import Foundation
import Provisioning
import Storage

/// What keeps accounts, lines, documents and the trail of their changes; every implementation is
/// held to the same tests.
enum ProvisioningStore: CaseIterable {
    case sqlite

    typealias Stores = AccountStore & LineStore & DocumentStore & AuditTrail

    /// An empty one, for as long as it is held.
    func open() throws -> Opened {
        switch self {
        case .sqlite:
            let directory = try TemporaryStore()
            return Opened(stores: try directory.open(), keeping: directory)
        }
    }

    struct Opened {
        let stores: any Stores
        private let keeping: any Sendable

        init(stores: any Stores, keeping: any Sendable) {
            self.stores = stores
            self.keeping = keeping
        }
    }
}

let ann = "ann@example.com"
let bob = "bob@example.com"
let tester = Author(who: "tester", interface: .node, source: "192.0.2.9")

func later(_ seconds: Int64) -> WallTime {
    WallTime(milliseconds: now.milliseconds + seconds * 1000)
}

extension AccountStore {
    @discardableResult
    func addAccount(
        _ email: String, name: String = "Ann", isAdministrator: Bool = false,
        expires: WallTime? = nil, at: WallTime = now
    ) async throws -> Account {
        let new = NewAccount(
            email: email, fullName: name, passwordHash: "hash of \(email)",
            isAdministrator: isAdministrator, expires: expires)
        return try await addAccount(new, by: tester, now: at)
    }
}

extension LineStore {
    @discardableResult
    func addLine(
        of owner: String = ann, _ number: NewLine.Number = .fromPool(isPSTN: false),
        login: NewLine.Login = .new(password: "secret")
    ) async throws -> Line {
        let new = NewLine(
            owner: owner, number: number, login: login, domain: TemporaryStore.realm,
            simservs: Array("<simservs/>".utf8))
        return try await addLine(new, by: tester, now: now)
    }

    @discardableResult
    func addNumbers(_ start: String, _ count: Int, isPSTN: Bool = false) async throws -> Int {
        try await addNumbers(from: start, count: count, isPSTN: isPSTN, by: tester, now: now)
    }
}

extension AuditTrail {
    /// What was done, oldest first.
    func actions() async throws -> [String] {
        try await audit(before: nil, limit: 1000).reversed().map { "\($0.action) \($0.object)" }
    }
}

/// The kind of error that a call ends with; nil where it succeeds.
func refusal(_ call: () async throws -> Void) async -> ProvisioningError.Kind? {
    do {
        try await call()
        return nil
    } catch {
        return (error as? ProvisioningError)?.kind
    }
}
