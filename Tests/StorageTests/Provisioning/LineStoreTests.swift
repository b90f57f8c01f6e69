import Determinism
import Provisioning
import Testing

/// What every store of lines does.
@Suite struct LineStoreTests {
    @Test(arguments: ProvisioningStore.allCases)
    func `A line has a number of the pool, a private identity and a document`(
        store: ProvisioningStore
    )
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        try await opened.stores.addNumbers("6505550000", 2)
        let line = try await opened.stores.addLine(of: "ANN@example.com")
        #expect(line.publicIdentity == "sip:6505550000@example.com")
        #expect(line.user == "6505550000" && line.domain == "example.com")
        #expect(line.privateIdentity == "6505550000@example.com")
        #expect(!line.isPSTN && !line.isListed && line.owner == ann && line.created == now)
        #expect(try await opened.stores.line(line.publicIdentity) == line)
        let document = try await opened.stores.document(.simservs(of: line.publicIdentity))
        #expect(document?.content == Array("<simservs/>".utf8))
        let second = try await opened.stores.addLine()
        #expect(second.user == "6505550001" && second.numberID != line.numberID)
        #expect(try await opened.stores.lines(of: ann) == [line, second])
        #expect(await refusal { try await opened.stores.addLine() } == .exhausted)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `The lowest free number of the kind that was asked for is taken, shorter ones first`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        try await opened.stores.addNumbers("+1000", 2)
        try await opened.stores.addNumbers("+99", 1)
        try await opened.stores.addNumbers("+50", 1, isPSTN: true)
        var users: [String] = []
        for _ in 0..<3 { users.append(try await opened.stores.addLine().user) }
        #expect(users == ["+99", "+1000", "+1001"])
        let pstn = try await opened.stores.addLine(.fromPool(isPSTN: true))
        #expect(pstn.user == "+50" && pstn.isPSTN)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A number of one's choice can be in the pool or not, and is taken but once`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        try await opened.stores.addNumbers("200", 3, isPSTN: true)
        let chosen = try await opened.stores.addLine(.given("SIP:200@Example.com"))
        #expect(chosen.publicIdentity == "sip:200@example.com" && chosen.isPSTN)
        let name = try await opened.stores.addLine(
            .given("sip:alice@example.com"), login: .named("al@example.com", password: "x"))
        #expect(name.privateIdentity == "al@example.com" && !name.isPSTN)
        #expect(try await opened.stores.addLine(.fromPool(isPSTN: true)).user == "201")
        for taken in ["sip:200@example.com", "sip:+200@example.com", "sip:201@other.example"] {
            #expect(await refusal { try await opened.stores.addLine(.given(taken)) } == .conflict)
        }
        let sameLogin = await refusal {
            try await opened.stores.addLine(
                .given("sip:bob@example.com"), login: .named("al@example.com", password: "x"))
        }
        #expect(sameLogin == .conflict)
        for bad in [
            "200", "tel:200", "sip:200", "sip:@example.com", "sip:a@b@c", "sip:a b@example.com",
            "sip:a@exa mple", "sip:a;b@example.com", "sip:a@example.com;transport=tcp",
        ] {
            #expect(
                await refusal { try await opened.stores.addLine(.given(bad)) } == .invalid, "\(bad)"
            )
        }
        #expect(await refusal { try await opened.stores.addLine(of: bob) } == .notFound)
        #expect(try await opened.stores.lines(of: ann).count == 3)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A line can share the private identity of another one of the same account only`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        try await opened.stores.addAccount(bob)
        try await opened.stores.addNumbers("100", 9)
        let first = try await opened.stores.addLine()
        let login = NewLine.Login.shared(privateIdentity: first.privateIdentity)
        let second = try await opened.stores.addLine(login: login)
        #expect(second.privateIdentity == first.privateIdentity && second.user == "101")
        #expect(
            await refusal { try await opened.stores.addLine(of: bob, login: login) } == .forbidden)
        let nowhere = NewLine.Login.shared(privateIdentity: "nobody@example.com")
        #expect(await refusal { try await opened.stores.addLine(login: nowhere) } == .notFound)
        let early = await refusal {
            try await opened.stores.removeLine(first.publicIdentity, by: tester, now: now)
        }
        #expect(early == .conflict, "the set's first identity stays while there are others")
        try await opened.stores.removeLine(second.publicIdentity, by: tester, now: now)
        try await opened.stores.removeLine(first.publicIdentity, by: tester, now: now)
        #expect(await refusal { try await opened.stores.addLine(login: login) } == .notFound)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A removed line's number and private identity are free again, and its document is gone`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        try await opened.stores.addNumbers("100", 1)
        let line = try await opened.stores.addLine()
        try await opened.stores.removeLine(line.publicIdentity, by: tester, now: now)
        #expect(try await opened.stores.line(line.publicIdentity) == nil)
        #expect(try await opened.stores.document(.simservs(of: line.publicIdentity)) == nil)
        let missing = await refusal {
            try await opened.stores.removeLine(line.publicIdentity, by: tester, now: now)
        }
        #expect(missing == .notFound)
        #expect(try await opened.stores.addLine().user == "100")
        #expect(
            try await opened.stores.actions().suffix(3) == [
                "add line sip:100@example.com", "remove line sip:100@example.com",
                "add line sip:100@example.com",
            ])
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `What was stored for a number before it was a line is not its new owner's`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        let other = ServiceDocumentName(usage: "other", user: "sip:7@example.com", file: "index")
        _ = try await opened.stores.putDocument(other, [1], if: .none, by: tester, now: now)
        try await opened.stores.addLine(.given("sip:7@example.com"))
        #expect(try await opened.stores.document(other) == nil)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A line's new password must be one that a phone can send`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        let line = try await opened.stores.addLine(.given("sip:alice@example.com"))
        func set(_ password: String, _ uri: String) async -> ProvisioningError.Kind? {
            await refusal {
                try await opened.stores.setLinePassword(uri, to: password, by: tester, now: now)
            }
        }
        #expect(await set("other", line.publicIdentity) == nil)
        #expect(await set("", line.publicIdentity) == .invalid)
        #expect(await set("a\nb", line.publicIdentity) == .invalid)
        #expect(await set("other", "sip:bob@example.com") == .notFound)
        #expect(try await opened.stores.actions().last == "set line password sip:alice@example.com")
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `The address book has who listed a line, in the order of names`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann, name: "Zita")
        try await opened.stores.addAccount(bob, name: "Bob")
        try await opened.stores.addNumbers("100", 5)
        for owner in [ann, ann, bob, bob] { try await opened.stores.addLine(of: owner) }
        #expect(try await opened.stores.addressBook(limit: 9).isEmpty)
        for user in ["100", "101", "103"] {
            try await opened.stores.setListed(true, "sip:\(user)@example.com", by: tester, now: now)
        }
        #expect(
            try await opened.stores.addressBook(limit: 9) == [
                AddressBookEntry(
                    email: bob, fullName: "Bob", publicIdentities: ["sip:103@example.com"]),
                AddressBookEntry(
                    email: ann, fullName: "Zita",
                    publicIdentities: ["sip:100@example.com", "sip:101@example.com"]),
            ])
        #expect(try await opened.stores.addressBook(limit: 1).map(\.email) == [bob])
        #expect(try await opened.stores.line("sip:100@example.com")?.isListed == true)
        try await opened.stores.setListed(false, "sip:103@example.com", by: tester, now: now)
        #expect(try await opened.stores.addressBook(limit: 9).map(\.email) == [ann])
        let missing = await refusal {
            try await opened.stores.setListed(true, "sip:9@example.com", by: tester, now: now)
        }
        #expect(missing == .notFound)
    }
}
