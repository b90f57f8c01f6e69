import Foundation
import Testing

/// The pool by the original's words, and who gets its numbers.
@Suite struct NumbersCommandTests {
    @Test func `Numbers are added, listed as ranges and removed`() async throws {
        let deployment = try Deployment()
        #expect(try await deployment.run("numbers", "list").errors.contains("numbers add"))
        let added = try await deployment.run(
            "numbers", "add", "--start", "6505550000", "--count", "1000")
        #expect(added.status == 0 && added.output == "1000 numbers added\n")
        let more = try await deployment.run(
            "numbers", "add", "--start", "6505550990", "--count", "20")
        #expect(more.output == "10 numbers added, 10 were there\n")
        try await deployment.run("numbers", "add", "--start", "+1555", "--count", "1", "--pstn")
        let removed = try await deployment.run(
            "numbers", "remove", "--start", "6505550500", "--count", "1000")
        #expect(removed.output == "510 numbers removed\n")
        let list = try await deployment.run("numbers", "list", "--json")
        let ranges = try #require(try list.json() as? [[String: Any]])
        #expect(ranges.map { $0["last"] as? String } == ["6505550499", "+1555"])
        #expect(ranges.map { $0["pstn"] as? Bool } == [false, true])
        let bad = try await deployment.run("numbers", "add", "--start", "alice", "--count", "1")
        #expect(bad.status == 1 && bad.errors.contains("6505550000"))
    }

    @Test func `A subscriber without a number gets the lowest free one of the pool`() async throws {
        let deployment = try Deployment()
        try await deployment.run("numbers", "add", "--start", "+15550", "--count", "2")
        try await deployment.run("numbers", "add", "--start", "100", "--count", "9", "--pstn")
        for expected in ["+15550", "+15551"] {
            let card = try await deployment.run("subscriber", "add", "--json").json()
            #expect((card as? [String: String])?["username"] == expected)
        }
        let refused = try await deployment.run("subscriber", "add")
        #expect(refused.status == 1 && refused.errors.contains("clearwater numbers add"))
        let list = try await deployment.run("numbers", "list")
        #expect(list.output.contains("+15550  +15551  2      2"))
        try await deployment.run("subscriber", "remove", "15550")
        let card = try await deployment.run("subscriber", "add", "--json").json()
        #expect((card as? [String: String])?["username"] == "+15550")
    }
}
