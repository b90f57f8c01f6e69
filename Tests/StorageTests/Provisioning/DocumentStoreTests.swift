import Provisioning
import Testing

/// What every store of documents does.
@Suite struct DocumentStoreTests {
    let name = ServiceDocumentName.simservs(of: "sip:100@example.com")

    @Test(arguments: ProvisioningStore.allCases)
    func `A document is kept octet for octet, with another entity tag after every change`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        #expect(try await opened.stores.document(name) == nil)
        let octets = (0...255).map { UInt8($0) }
        let first = try await opened.stores.putDocument(
            name, octets, if: .none, by: tester, now: now)
        #expect(first.isNew && first.document.content == octets && first.document.changed == now)
        #expect(try await opened.stores.document(name) == first.document)
        let second = try await opened.stores.putDocument(
            name, octets, if: .none, by: tester, now: later(1))
        #expect(!second.isNew && second.document.entityTag != first.document.entityTag)
        #expect(try await opened.stores.document(name)?.changed == later(1))
        #expect(try await opened.stores.removeDocument(name, if: .none, by: tester, now: now))
        #expect(
            try await opened.stores.removeDocument(name, if: .none, by: tester, now: now) == false)
        let third = try await opened.stores.putDocument(
            name, octets, if: .none, by: tester, now: now)
        #expect(third.isNew)
        #expect(
            ![first, second].map(\.document.entityTag).contains(third.document.entityTag),
            "a tag does not come back")
        let path = "org.etsi.ngn.simservs/users/sip:100@example.com/simservs.xml"
        #expect(
            try await opened.stores.actions()
                == [
                    "put document \(path)", "put document \(path)", "remove document \(path)",
                    "put document \(path)",
                ])
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A change happens only where its condition holds`(store: ProvisioningStore) async throws {
        let opened = try store.open()
        func put(_ condition: DocumentCondition) async -> ProvisioningError.Kind? {
            await refusal {
                _ = try await opened.stores.putDocument(
                    name, [1], if: condition, by: tester, now: now)
            }
        }
        for condition in [DocumentCondition.exists, .matches(["a"])] {
            #expect(await put(condition) == .changedMeanwhile)
        }
        #expect(try await opened.stores.document(name) == nil)
        #expect(await put(.isAbsent) == nil)
        let tag = try #require(try await opened.stores.document(name)).entityTag
        for condition in [
            DocumentCondition.isAbsent, .matches(["a"]), .matches([]), .differs([tag, "a"]),
        ] {
            #expect(await put(condition) == .changedMeanwhile)
            let removal = await refusal {
                _ = try await opened.stores.removeDocument(
                    name, if: condition, by: tester, now: now)
            }
            #expect(removal == .changedMeanwhile)
        }
        #expect(try await opened.stores.document(name)?.entityTag == tag)
        #expect(await put(.matches(["a", tag])) == nil)
        #expect(await put(.exists) == nil)
        #expect(await put(.differs([tag])) == nil)
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `Documents have a size and their names have one too`(store: ProvisioningStore) async throws
    {
        let opened = try store.open()
        func put(_ name: ServiceDocumentName, _ size: Int) async -> ProvisioningError.Kind? {
            await refusal {
                _ = try await opened.stores.putDocument(
                    name, [UInt8](repeating: 32, count: size), if: .none, by: tester, now: now)
            }
        }
        #expect(await put(name, 65_536) == nil)
        #expect(await put(name, 65_537) == .invalid)
        #expect(await put(ServiceDocumentName(usage: "", user: "a", file: "b"), 1) == .invalid)
        #expect(await put(ServiceDocumentName(usage: "a", user: "a\n", file: "b"), 1) == .invalid)
        let long = String(repeating: "a", count: 513)
        #expect(await put(ServiceDocumentName(usage: "a", user: "a", file: long), 1) == .invalid)
        #expect(try await opened.stores.document(name)?.content.count == 65_536)
    }
}
