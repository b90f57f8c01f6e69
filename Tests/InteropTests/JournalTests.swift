import Foundation
import Testing

/// A 200 to REGISTER, and status 0 of the command line, are promises that a kill does not break.
@Suite("A node that is killed again and again", .takingTurns)
struct JournalTests {
    static let kills = 20

    @Test("forgets nothing that it acknowledged", .timeLimit(.minutes(3)))
    func forgetsNothing() async throws {
        let node = try ClearwaterProcess()
        let journal = Journal(node: node)
        let waiting = (0..<1_500).map { "+1555200\(String(format: "%04d", $0))" }
        try await node.importSubscribers(waiting.map { ($0, ClearwaterProcess.password) })
        try await node.start()

        let registering = try journal.play("register", waiting, rate: 40, limit: .seconds(150))
        let adding = Task { try await journal.addSubscribers() }
        var confirmedBetweenKills = 0
        for _ in 0..<Self.kills {
            let before = registering.log.count
            try await Task.sleep(for: .milliseconds(Int.random(in: 50...700)))
            confirmedBetweenKills += registering.log.count > before ? 1 : 0
            await node.kill()
            try await node.start()
        }
        adding.cancel()
        let added = try await adding.value
        registering.interrupt()
        _ = await registering.ending()

        let confirmed = journal.numbers(in: registering.log, after: "confirmed ")
        #expect(confirmed.count > 100 && confirmedBetweenKills > Self.kills / 2)
        #expect(added.count > Self.kills / 2)
        let fetching = try journal.play("fetch", confirmed, rate: 200)
        await fetching.expectSuccess(log: node)
        let found = Set(journal.numbers(in: fetching.log, after: "found "))
        #expect(Set(confirmed).subtracting(found).isEmpty, "registrations lost")
        let knocking = try journal.play("register", added, rate: 200)
        await knocking.expectSuccess(log: node)
        let known = Set(journal.numbers(in: knocking.log, after: "confirmed "))
        #expect(Set(added).subtracting(known).isEmpty, "subscribers lost")
    }
}

/// The client that keeps a journal of what the node acknowledged.
private struct Journal {
    let node: ClearwaterProcess

    /// Registers or asks for the numbers one after another, `rate` a second, all from one socket.
    func play(
        _ scenario: String, _ numbers: [String], rate: Int, limit: Duration = .seconds(60)
    ) throws -> SIPpRun {
        let file = node.file("journal-\(UUID().uuidString).csv")
        let lines = numbers.map {
            "\($0);[authentication username=\($0) password=\(ClearwaterProcess.password)]\n"
        }
        try Data(("SEQUENTIAL\n" + lines.joined()).utf8).write(to: file)
        return try SIPpRun(
            "journal/" + scenario, at: node.block.phone, of: node, limit: limit,
            options: [
                "--", "-inf", file.path, "-m", "\(numbers.count)", "-r", "\(rate)",
                "-l", "\(numbers.count)", "-cid_str", "%u-%p",
            ])
    }

    /// Adds subscribers by the command line until cancelled.
    /// - Returns: those for which the command said that it was done.
    func addSubscribers() async throws -> [String] {
        var added: [String] = []
        var next = 0
        while !Task.isCancelled {
            let number = "+1555300\(String(format: "%04d", next))"
            next += 1
            let (ending, _) = try await node.command(
                ["subscriber", "add", number, "--password-stdin"],
                input: ClearwaterProcess.password + "\n")
            if ending == .exited(0) { added.append(number) }
        }
        return added
    }

    func numbers(in log: String, after word: String) -> [String] {
        log.split(separator: "\n").filter { $0.hasPrefix(word) }.map {
            String($0.dropFirst(word.count))
        }
    }
}
