import Provisioning
import Testing

/// What every number pool does.
@Suite struct NumberPoolTests {
    @Test(arguments: ProvisioningStore.allCases)
    func `The pool is shown as ranges of consecutive numbers of one kind`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        #expect(try await opened.stores.numberRanges().isEmpty)
        #expect(try await opened.stores.addNumbers("0098", 4) == 4)
        #expect(try await opened.stores.addNumbers("0100", 4) == 2, "two were there")
        #expect(try await opened.stores.addNumbers("+16505550000", 1000, isPSTN: true) == 1000)
        #expect(try await opened.stores.addNumbers("999", 3) == 3)
        try await opened.stores.addLine(.fromPool(isPSTN: true))
        #expect(
            try await opened.stores.numberRanges() == [
                NumberRange(first: "999", last: "999", count: 1, isPSTN: false, used: 0),
                NumberRange(first: "0098", last: "0103", count: 6, isPSTN: false, used: 0),
                NumberRange(first: "1000", last: "1001", count: 2, isPSTN: false, used: 0),
                NumberRange(
                    first: "+16505550000", last: "+16505550999", count: 1000, isPSTN: true, used: 1),
            ])
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `Free numbers are taken out of the pool, those in use stay`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        try await opened.stores.addAccount(ann)
        try await opened.stores.addNumbers("100", 10)
        try await opened.stores.addLine(.given("sip:105@example.com"))
        func remove(_ start: String, _ count: Int) async throws -> Int {
            try await opened.stores.removeNumbers(from: start, count: count, by: tester, now: now)
        }
        #expect(try await remove("104", 3) == 2)
        #expect(
            try await opened.stores.numberRanges().map { "\($0.first)-\($0.last) \($0.used)" } == [
                "100-103 0", "105-105 1", "107-109 0",
            ])
        #expect(try await remove("0000", 1000) == 0, "these are wider")
        #expect(try await remove("100", 1000) == 7)
        #expect(
            try await opened.stores.actions().filter { $0.contains("numbers") } == [
                "add numbers 100 to 109", "remove numbers 104 to 106",
                "remove numbers 0000 to 0999",
                "remove numbers 100 to 1099",
            ])
    }

    @Test(arguments: ProvisioningStore.allCases)
    func `A start that is no number, none and too many are refused`(store: ProvisioningStore)
        async throws
    {
        let opened = try store.open()
        for bad in ["", "alice", "+", "1 2", "1234567890123456789", "-5"] {
            #expect(
                await refusal { try await opened.stores.addNumbers(bad, 1) } == .invalid, "\(bad)")
        }
        for bad in [0, -1, 1_000_001, .max] {
            #expect(await refusal { try await opened.stores.addNumbers("100", bad) } == .invalid)
        }
        #expect(try await opened.stores.numberRanges().isEmpty)
        #expect(try await opened.stores.actions().isEmpty)
    }
}
