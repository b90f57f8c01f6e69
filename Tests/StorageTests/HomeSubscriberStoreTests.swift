import Determinism
import DigestAuthentication
import Provisioning
import Storage
import Subscribers
import Testing

/// What every store of home subscribers keeps to. TS 23.228 5.2.1a, TS 29.228 annex B.
@Suite struct HomeSubscriberStoreTests {
    let directory: TemporaryStore
    let store: any HomeSubscriberStore
    let author = Author(who: "api key", interface: .homesteadProvisioning, source: "192.0.2.1")
    let hash = DigestHash(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)

    init() throws {
        directory = try TemporaryStore()
        store = try directory.open()
    }

    // MARK: - Private identities

    @Test func `A password is kept as the hash of the name`() async throws {
        try await put("alice@example.com", .password("secret"))
        let kept = try await store.privateIdentity("alice@example.com")
        let expected = DigestHash(
            username: "alice@example.com", realm: "example.com", password: "secret")
        #expect(
            kept
                == PrivateIdentity(
                    name: "alice@example.com", realm: "example.com", digestHash: expected))
    }

    @Test(arguments: ["alice@elsewhere.example", "alice", "+15551000000@example.com"])
    func `A name of any form has its own hash`(name: String) async throws {
        try await put(name, .password("secret"))
        let expected = DigestHash(username: name, realm: "example.com", password: "secret")
        #expect(try await store.privateIdentity(name).digestHash == expected)
    }

    @Test func `A digest hash comes back as it was put`() async throws {
        try await put("alice@example.com", .digestHash(hash))
        #expect(try await store.privateIdentity("alice@example.com").digestHash == hash)
    }

    @Test func `Putting again replaces what proves it`() async throws {
        try await put("alice@example.com", .password("secret"))
        try await put("alice@example.com", .digestHash(hash), realm: "other.example")
        let kept = try await store.privateIdentity("alice@example.com")
        #expect(kept.digestHash == hash)
        #expect(kept.realm == "other.example")
    }

    @Test(arguments: ["", "a b", "a\"b", "a\\b", "a\r\nb", String(repeating: "a", count: 256)])
    func `A name that no phone can send is invalid`(name: String) async throws {
        await expect(.invalid) { try await put(name, .password("x")) }
        await expect(.invalid) {
            try await put("alice", .password("x"), realm: name)
        }
    }

    @Test(arguments: ["", "a\nb", String(repeating: "a", count: 256)])
    func `A password that cannot be typed is invalid`(password: String) async throws {
        await expect(.invalid) { try await put("alice", .password(password)) }
        await expect(.notFound) { try await store.privateIdentity("alice") }
    }

    @Test func `A private identity is removed once and leaves its sets`() async throws {
        let set = try await set(with: "alice@example.com")
        #expect(
            try await store.removePrivateIdentity("alice@example.com", by: author, now: now))
        #expect(
            try await !store.removePrivateIdentity("alice@example.com", by: author, now: now))
        #expect(try await store.privateIdentities(of: set) == [])
        await expect(.notFound) {
            try await store.privateIdentity("alice@example.com")
        }
    }

    @Test func `What a private identity is associated with is told`() async throws {
        let first = try await set(with: "alice@example.com")
        let second = try await store.addRegistrationSet(by: author, now: now)
        try await store.associate("alice@example.com", with: second, by: author, now: now)
        try await put("sip:alice@example.com", in: second)
        try await put("sip:work@example.com", in: first)
        #expect(
            try await store.registrationSets(ofPrivate: "alice@example.com") == [first, second])
        #expect(
            try await store.publicIdentities(ofPrivate: "alice@example.com") == [
                "sip:alice@example.com", "sip:work@example.com",
            ])
        await expect(.notFound) {
            try await store.registrationSets(ofPrivate: "nobody")
        }
        await expect(.notFound) {
            try await store.publicIdentities(ofPrivate: "nobody")
        }
    }

    // MARK: - Registration sets

    @Test func `Associating twice is as associating once`() async throws {
        let set = try await set(with: "alice@example.com")
        try await store.associate("alice@example.com", with: set, by: author, now: now)
        #expect(try await store.privateIdentities(of: set) == ["alice@example.com"])
        #expect(
            try await store.dissociate("alice@example.com", from: set, by: author, now: now))
        #expect(
            try await !store.dissociate("alice@example.com", from: set, by: author, now: now))
        #expect(try await store.privateIdentities(of: set) == [])
    }

    @Test func `Associating needs both`() async throws {
        let set = try await set(with: "alice@example.com")
        await expect(.notFound) {
            try await store.associate("nobody", with: set, by: author, now: now)
        }
        await expect(.notFound) {
            try await store.associate(
                "alice@example.com", with: RegistrationSetID(row: 99), by: author, now: now)
        }
    }

    @Test func `A set takes its identities along and leaves the private ones`() async throws {
        let set = try await set(with: "alice@example.com")
        try await put("sip:alice@example.com", in: set)
        #expect(try await store.removeRegistrationSet(set, by: author, now: now))
        #expect(try await !store.removeRegistrationSet(set, by: author, now: now))
        await expect(.notFound) {
            try await store.publicIdentity("sip:alice@example.com")
        }
        await expect(.notFound) { try await store.publicIdentities(of: set) }
        #expect(try await store.registrationSets(ofPrivate: "alice@example.com") == [])
    }

    @Test func `A removed set's name never comes back`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        _ = try await store.removeRegistrationSet(set, by: author, now: now)
        #expect(try await store.addRegistrationSet(by: author, now: now) != set)
    }

    @Test func `A set has room for so many private identities`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        for number in 0..<100 {
            try await put("u\(number)", .digestHash(hash))
            try await store.associate("u\(number)", with: set, by: author, now: now)
        }
        try await put("late", .digestHash(hash))
        await expect(.conflict) {
            try await store.associate("late", with: set, by: author, now: now)
        }
        #expect(try await store.privateIdentities(of: set).count == 100)
    }

    // MARK: - Service profiles

    @Test func `A profile's identities go with it`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        let profile = try await put("sip:alice@example.com", in: set)
        try await put("sip:bob@example.com", in: set)
        #expect(
            try await store.publicIdentities(of: profile, in: set) == ["sip:alice@example.com"])
        #expect(try await store.removeServiceProfile(profile, of: set, by: author, now: now))
        #expect(try await !store.removeServiceProfile(profile, of: set, by: author, now: now))
        #expect(try await store.publicIdentities(of: set) == ["sip:bob@example.com"])
    }

    @Test func `A profile is found in its own set only`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        let other = try await store.addRegistrationSet(by: author, now: now)
        let profile = try await store.addServiceProfile(to: set, by: author, now: now)
        await expect(.notFound) {
            try await store.publicIdentities(of: profile, in: other)
        }
        #expect(try await !store.removeServiceProfile(profile, of: other, by: author, now: now))
        await expect(.notFound) {
            try await store.addServiceProfile(
                to: RegistrationSetID(row: 99), by: author, now: now)
        }
    }

    @Test func `Filter criteria come back as they were put`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        let profile = try await store.addServiceProfile(to: set, by: author, now: now)
        await expect(.notFound) {
            try await store.filterCriteria(of: profile, in: set)
        }
        let document = Array("<ServiceProfile><é/></ServiceProfile>".utf8)
        try await store.putFilterCriteria(document, of: profile, in: set, by: author, now: now)
        #expect(try await store.filterCriteria(of: profile, in: set) == document)
    }

    // MARK: - Public identities

    @Test func `A public identity comes back as it was put and can be changed`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        let profile = try await put("sip:alice@example.com", in: set)
        #expect(
            try await store.publicIdentity("sip:alice@example.com")
                == PublicIdentity(uri: "sip:alice@example.com"))
        let changed = PublicIdentity(
            uri: "sip:alice@example.com", isBarred: true, element: Array("<PublicIdentity/>".utf8))
        try await store.putPublicIdentity(changed, in: profile, of: set, by: author, now: now)
        #expect(try await store.publicIdentity("sip:alice@example.com") == changed)
        #expect(try await store.publicIdentities(of: set) == ["sip:alice@example.com"])
    }

    @Test(arguments: [
        "", "alice", "alice@example.com", "sip:example.com", "http://example.com/", "sip:@a",
        "sip:alice@example.com;transport=tcp", "sip:alice:pw@example.com", "tel:", "urn:x:y",
        "sip:alice@example.com?a=b", "sip:alice@example.com:5060", "sip:a%00b@example.com",
        "tel:+1555;phone-context=x", "sip:a\r\nb@example.com",
    ])
    func `What is no identity's URI is invalid`(uri: String) async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        await expect(.invalid) { try await put(uri, in: set) }
    }

    @Test func `An identity of another profile is forbidden`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        try await put("sip:alice@example.com", in: set)
        await expect(.forbidden) { try await put("sip:alice@example.com", in: set) }
    }

    @Test func `A number is one name space over domains and schemes`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        let other = try await store.addRegistrationSet(by: author, now: now)
        try await put("sip:+15551000000@example.com", in: set)
        for uri in [
            "tel:+15551000000", "sip:15551000000@example.com", "sip:+15551000000@example.org",
            "sips:+1-555-100-0000@example.com",
        ] {
            await expect(.conflict) { try await put(uri, in: other) }
            try await put(uri, in: set)
        }
        #expect(try await store.publicIdentities(of: set).count == 5)
        #expect(try await store.publicIdentities(of: other) == [])
    }

    @Test func `An identity is removed from where it stands only`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        let profile = try await put("sip:alice@example.com", in: set)
        let other = try await put("sip:bob@example.com", in: set)
        let uri = "sip:alice@example.com"
        func remove(_ profile: ServiceProfileID) async throws -> Bool {
            try await store.removePublicIdentity(
                uri, from: profile, of: set, by: author, now: now)
        }
        #expect(try await !remove(other))
        #expect(try await remove(profile))
        #expect(try await !remove(profile))
        await expect(.notFound) { try await store.publicIdentity(uri) }
    }

    @Test func `Where an identity stands and who logs in for it is told`() async throws {
        let set = try await set(with: "phone@example.com")
        let profile = try await put("sip:alice@example.com", in: set)
        #expect(
            try await store.place(ofPublic: "sip:alice@example.com")
                == PublicIdentityPlace(uri: "sip:alice@example.com", set: set, profile: profile))
        #expect(
            try await store.privateIdentities(ofPublic: "sip:alice@example.com") == [
                "phone@example.com"
            ])
        await expect(.notFound) {
            try await store.place(ofPublic: "sip:bob@example.com")
        }
        await expect(.notFound) {
            try await store.privateIdentities(ofPublic: "sip:bob@example.com")
        }
    }

    @Test func `Chunks together hold every identity once`() async throws {
        let set = try await store.addRegistrationSet(by: author, now: now)
        for number in 0..<10 { try await put("sip:user\(number)@example.com", in: set) }
        var seen: [String] = []
        for chunk in 0..<4 {
            seen += try await store.publicIdentities(chunk: chunk, of: 4).map(\.uri)
        }
        #expect(seen.sorted() == (0..<10).map { "sip:user\($0)@example.com" })
        await expect(.invalid) {
            try await store.publicIdentities(chunk: 4, of: 4)
        }
        await expect(.invalid) {
            try await store.publicIdentities(chunk: 0, of: 0)
        }
    }

    // MARK: - What a test needs

    private func expect<T>(
        _ kind: ProvisioningError.Kind, at location: SourceLocation = #_sourceLocation,
        _ body: () async throws -> T
    ) async {
        let error = await #expect(throws: ProvisioningError.self, sourceLocation: location) {
            _ = try await body()
        }
        #expect(error?.kind == kind, sourceLocation: location)
    }

    private func put(
        _ name: String, _ credentials: PrivateCredentials, realm: String = "example.com"
    ) async throws {
        try await store.putPrivateIdentity(
            name, realm: realm, credentials, by: author, now: now)
    }

    private func set(with name: String) async throws -> RegistrationSetID {
        try await put(name, .password("secret"))
        let set = try await store.addRegistrationSet(by: author, now: now)
        try await store.associate(name, with: set, by: author, now: now)
        return set
    }

    /// Puts an identity into a profile of its own.
    @discardableResult
    private func put(
        _ uri: String, in set: RegistrationSetID
    ) async throws -> ServiceProfileID {
        let profile = try await store.addServiceProfile(to: set, by: author, now: now)
        try await store.putPublicIdentity(
            PublicIdentity(uri: uri), in: profile, of: set, by: author, now: now)
        return profile
    }
}
