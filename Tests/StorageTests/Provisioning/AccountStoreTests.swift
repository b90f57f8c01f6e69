import Determinism
import Provisioning
import Testing

/// What every store of accounts does.
@Suite struct AccountStoreTests {
    typealias Kind = ProvisioningError.Kind

    @Test(arguments: ProvisioningStore.allCases)
    func `An account is found by its address in any case, and keeps the spelling of its owner`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        let added = try await opened.stores.addAccount(
            "Zoe.Smith@Example.com", name: "Zoë", expires: later(60))
        let found = try #require(
            try await opened.stores.credentials(of: "ZOE.smith@example.COM", now: now))
        #expect(found.account == added)
        #expect(found.account.email == "Zoe.Smith@Example.com" && found.account.fullName == "Zoë")
        #expect(found.account.expires == later(60) && found.account.created == now)
        #expect(found.passwordHash == "hash of Zoe.Smith@Example.com")
        #expect(try await opened.stores.credentials(of: "smith@example.com", now: now) == nil)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `An address has one account`(store: ProvisioningStore) async throws {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        #expect(
            await refusal { try await opened.stores.addAccount("ANN@example.com") } == .conflict)
        #expect(try await opened.stores.actions() == ["add account \(ann)"])
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `What is no address, and a name that is none, are refused`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        let longest = "a@" + String(repeating: "a", count: 252)
        for bad in [
            "", "ann", "@example.com", "ann@", "a@b@c", "a b@c", "a\n@c", "a\u{0}@c", "a\u{a0}@c",
            longest + "a", "zoë@example.com",
        ] {
            #expect(await refusal { try await opened.stores.addAccount(bad) } == .invalid, "\(bad)")
        }
        try await opened.stores.addAccount(longest)
        let name = String(repeating: "ß", count: 201)
        #expect(await refusal { try await opened.stores.addAccount(bob, name: name) } == .invalid)
        #expect(await refusal { try await opened.stores.addAccount(bob, name: "a\nb") } == .invalid)
        try await opened.stores.addAccount(bob, name: String(name.dropLast()))
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `An account whose time is over is as if it were not there`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann, expires: later(60))
        try await opened.stores.openSession(of: ann, token: [1], expires: later(600), now: now)
        try await opened.stores.addNumbers("100", 1)
        try await opened.stores.addLine()
        #expect(try await opened.stores.credentials(of: ann, now: later(60)) == nil)
        #expect(try await opened.stores.account(ofSession: [1], now: later(60)) == nil)
        let all = try await opened.stores.accounts(
            matching: "", after: "", limit: 9, now: later(60))
        #expect(all.isEmpty)
        try await opened.stores.addAccount(ann, name: "Another Ann", at: later(60))
        #expect(try await opened.stores.lines(of: ann).isEmpty)
        #expect(try await opened.stores.numberRanges().map(\.used) == [0])
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `Accounts whose time is over are removed with their lines`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann, expires: later(60))
        try await opened.stores.addAccount(bob)
        try await opened.stores.addNumbers("100", 2)
        try await opened.stores.addLine(of: ann)
        try await opened.stores.addLine(of: bob)
        #expect(try await opened.stores.removeExpiredAccounts(by: tester, now: later(59)) == 0)
        #expect(try await opened.stores.removeExpiredAccounts(by: tester, now: later(60)) == 1)
        #expect(try await opened.stores.line("sip:100@example.com") == nil)
        #expect(try await opened.stores.line("sip:101@example.com")?.owner == bob)
        #expect(
            try await opened.stores.actions().suffix(2)
                == ["remove line sip:100@example.com", "remove account \(ann)"])
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `Accounts are listed page by page, and found by address, name or number`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        for (email, name) in [
            ("c@x.example", "Cleo 50%"), ("B@x.example", "Ben"), ("a@y.example", "ÄNNE"),
        ] {
            try await opened.stores.addAccount(email, name: name)
        }
        try await opened.stores.addLine(of: "c@x.example", .given("sip:+15551@example.com"))
        func found(_ text: String, after: String = "", limit: Int = 9) async throws -> [String] {
            try await opened.stores.accounts(matching: text, after: after, limit: limit, now: now)
                .map(\.account.email)
        }
        #expect(try await found("") == ["a@y.example", "B@x.example", "c@x.example"])
        #expect(try await found("", limit: 2) == ["a@y.example", "B@x.example"])
        #expect(try await found("", after: "B@x.example") == ["c@x.example"])
        #expect(try await found("@X.") == ["B@x.example", "c@x.example"])
        #expect(try await found("a\u{308}nn") == ["a@y.example"], "one letter, two code points")
        #expect(try await found("0%") == ["c@x.example"])
        #expect(try await found("5551") == ["c@x.example"])
        #expect(try await found("nobody").isEmpty)
        let all = try await opened.stores.accounts(matching: "", after: "", limit: 9, now: now)
        #expect(all.map(\.lines) == [0, 0, 1])
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A new password ends every session but the one that asked`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        for token: [UInt8] in [[1], [2]] {
            try await opened.stores.openSession(of: ann, token: token, expires: later(60), now: now)
        }
        _ = try await opened.stores.setRecoveryToken([9], of: ann, expires: later(60), now: now)
        try await opened.stores.setPassword(
            of: "Ann@example.com", to: "new", keeping: [2], by: tester, now: now)
        #expect(try await opened.stores.account(ofSession: [1], now: now) == nil)
        #expect(try await opened.stores.account(ofSession: [2], now: now)?.email == ann)
        #expect(try await opened.stores.credentials(of: ann, now: now)?.passwordHash == "new")
        #expect(
            try await opened.stores.recover(
                ann, token: [9], passwordHash: "x", by: tester, now: now)
                == false)
        let unknown = await refusal {
            try await opened.stores.setPassword(
                of: bob, to: "x", keeping: nil, by: tester, now: now)
        }
        #expect(unknown == .notFound)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A session lasts until its time or until it is closed`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        try await opened.stores.openSession(of: ann, token: [1], expires: later(60), now: now)
        #expect(try await opened.stores.account(ofSession: [1], now: later(59))?.email == ann)
        #expect(try await opened.stores.account(ofSession: [1], now: later(60)) == nil)
        #expect(try await opened.stores.account(ofSession: [2], now: now) == nil)
        try await opened.stores.closeSession([1])
        #expect(try await opened.stores.account(ofSession: [1], now: now) == nil)
        let unknown = await refusal {
            try await opened.stores.openSession(of: bob, token: [3], expires: later(60), now: now)
        }
        #expect(unknown == .notFound)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `Of too many sessions the oldest ends`(store: ProvisioningStore) async throws {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        for token in UInt8(0)...50 {
            try await opened.stores.openSession(
                of: ann, token: [token], expires: later(60 + Int64(token)), now: now)
        }
        #expect(try await opened.stores.account(ofSession: [0], now: now) == nil)
        #expect(try await opened.stores.account(ofSession: [1], now: now) != nil)
        #expect(try await opened.stores.account(ofSession: [50], now: now) != nil)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A recovery token sets the password once, within its time, and ends every session`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        try await opened.stores.openSession(of: ann, token: [1], expires: later(60), now: now)
        func recover(_ token: [UInt8], at: WallTime = now, _ email: String = ann) async throws
            -> Bool
        {
            try await opened.stores.recover(
                email, token: token, passwordHash: "new", by: tester, now: at)
        }
        #expect(
            try await opened.stores.setRecoveryToken([7], of: bob, expires: later(60), now: now)
                == false)
        #expect(
            try await opened.stores.setRecoveryToken([7], of: ann, expires: later(60), now: now))
        #expect(
            try await opened.stores.setRecoveryToken([8], of: ann, expires: later(60), now: now))
        #expect(try await recover([7]) == false, "a later one replaced it")
        #expect(try await recover([8], at: later(60)) == false)
        #expect(try await recover([8], bob) == false)
        #expect(try await opened.stores.account(ofSession: [1], now: now) != nil)
        #expect(try await recover([8]))
        #expect(try await opened.stores.credentials(of: ann, now: now)?.passwordHash == "new")
        #expect(try await opened.stores.account(ofSession: [1], now: now) == nil)
        #expect(try await recover([8]) == false)
        #expect(try await opened.stores.actions().last == "recover account \(ann)")
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A removed account takes its lines, documents and sessions along`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        try await opened.stores.addNumbers("100", 1)
        let line = try await opened.stores.addLine()
        // A second one that registers together with it.
        try await opened.stores.addLine(
            .given("sip:work@example.com"), login: .shared(privateIdentity: line.privateIdentity))
        try await opened.stores.openSession(of: ann, token: [1], expires: later(60), now: now)
        try await opened.stores.removeAccount("ANN@example.com", by: tester, now: now)
        #expect(try await opened.stores.credentials(of: ann, now: now) == nil)
        #expect(try await opened.stores.account(ofSession: [1], now: now) == nil)
        #expect(try await opened.stores.line(line.publicIdentity) == nil)
        #expect(try await opened.stores.document(.simservs(of: line.publicIdentity)) == nil)
        #expect(try await opened.stores.numberRanges().map(\.used) == [0])
        #expect(
            await refusal { try await opened.stores.removeAccount(ann, by: tester, now: now) }
                == .notFound)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `The only administrator cannot be removed`(store: ProvisioningStore) async throws {
        let opened = try store.open()
        try await opened.stores.addAccount(ann, isAdministrator: true)
        try await opened.stores.addAccount(bob, isAdministrator: true, expires: later(60))
        let refused = await refusal {
            try await opened.stores.removeAccount(ann, by: tester, now: later(60))
        }
        #expect(refused == .forbidden, "the other one's time is over")
        try await opened.stores.removeAccount(ann, by: tester, now: now)
        #expect(
            await refusal { try await opened.stores.removeAccount(bob, by: tester, now: now) }
                == .forbidden)
    }
}
