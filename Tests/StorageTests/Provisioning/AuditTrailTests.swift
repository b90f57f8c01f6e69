import Provisioning
import Testing

/// What every audit trail does.
@Suite struct AuditTrailTests {
    @Test(arguments: ProvisioningStore.allCases)
    func `Entries tell who, what, when and from where, newest first, page by page`(
        store: ProvisioningStore
    ) async throws {
        let opened = try store.open()
        for (number, interface) in Author.Interface.allCases.enumerated() {
            let author = Author(
                who: "w\(number)", interface: interface, source: "2001:db8::\(number)")
            try await opened.stores.record(
                "add trunk", "t\(number)", by: author, now: later(Int64(number)))
        }
        let newest = try await opened.stores.audit(before: nil, limit: 2)
        #expect(newest.map(\.object) == ["t5", "t4"])
        #expect(newest[0].author == Author(who: "w5", interface: .node, source: "2001:db8::5"))
        #expect(newest[0].action == "add trunk" && newest[0].at == later(5))
        let rest = try await opened.stores.audit(before: newest.last?.number, limit: 100)
        #expect(rest.map(\.object) == ["t3", "t2", "t1", "t0"])
        #expect(rest.map(\.author.interface) == Author.Interface.allCases.prefix(4).reversed())
        #expect(try await opened.stores.audit(before: rest.last?.number, limit: 100).isEmpty)
    }
}
