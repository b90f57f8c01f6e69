import SIPTransactions
import Testing

/// RFC 3261 17 and RFC 6026 as tables: in each state, what each event brings about and which state
/// follows.
///
/// A state is reached by the events beside its name, so each row starts where the machine itself
/// would be.
struct InviteServerTransactionTests {
    private typealias Machine = InviteServerTransaction
    private typealias Row = (
        state: Machine.State, event: Machine.Event, outcome: Machine.Outcome, next: Machine.State
    )

    /// The events that lead a new machine to each state.
    private static let ways: [Machine.State: [Machine.Event]] = [
        .proceeding: [],
        .completed: [.failure],
        .confirmed: [.failure, .ack],
        .accepted: [.success],
        .terminated: [.success, .timerL],
    ]

    // swift-format-ignore
    private static let table: [Row] = [
        (.proceeding, .request,     .resend,          .proceeding),
        (.proceeding, .ack,         .nothing,         .proceeding),
        (.proceeding, .provisional, .send,            .proceeding),
        (.proceeding, .success,     .sendAndAccept,   .accepted),
        (.proceeding, .failure,     .sendAndComplete, .completed),
        (.proceeding, .timerG,      .nothing,         .proceeding),
        (.proceeding, .timerH,      .nothing,         .proceeding),
        (.proceeding, .timerI,      .nothing,         .proceeding),
        (.proceeding, .timerL,      .nothing,         .proceeding),

        (.completed,  .request,     .resend,          .completed),
        (.completed,  .ack,         .confirm,         .confirmed),
        (.completed,  .provisional, .nothing,         .completed),
        (.completed,  .success,     .nothing,         .completed),
        (.completed,  .failure,     .nothing,         .completed),
        (.completed,  .timerG,      .resendLater,     .completed),
        (.completed,  .timerH,      .unacknowledged,  .terminated),
        (.completed,  .timerI,      .nothing,         .completed),
        (.completed,  .timerL,      .nothing,         .completed),

        (.confirmed,  .request,     .nothing,         .confirmed),
        (.confirmed,  .ack,         .nothing,         .confirmed),
        (.confirmed,  .provisional, .nothing,         .confirmed),
        (.confirmed,  .success,     .nothing,         .confirmed),
        (.confirmed,  .failure,     .nothing,         .confirmed),
        (.confirmed,  .timerG,      .nothing,         .confirmed),
        (.confirmed,  .timerH,      .nothing,         .confirmed),
        (.confirmed,  .timerI,      .done,            .terminated),
        (.confirmed,  .timerL,      .nothing,         .confirmed),

        (.accepted,   .request,     .nothing,         .accepted),
        (.accepted,   .ack,         .nothing,         .accepted),
        (.accepted,   .provisional, .nothing,         .accepted),
        (.accepted,   .success,     .send,            .accepted),
        (.accepted,   .failure,     .nothing,         .accepted),
        (.accepted,   .timerG,      .nothing,         .accepted),
        (.accepted,   .timerH,      .nothing,         .accepted),
        (.accepted,   .timerI,      .nothing,         .accepted),
        (.accepted,   .timerL,      .done,            .terminated),

        (.terminated, .request,     .nothing,         .terminated),
        (.terminated, .ack,         .nothing,         .terminated),
        (.terminated, .provisional, .nothing,         .terminated),
        (.terminated, .success,     .nothing,         .terminated),
        (.terminated, .failure,     .nothing,         .terminated),
        (.terminated, .timerG,      .nothing,         .terminated),
        (.terminated, .timerH,      .nothing,         .terminated),
        (.terminated, .timerI,      .nothing,         .terminated),
        (.terminated, .timerL,      .nothing,         .terminated),
    ]

    @Test func `Each state answers each event as the table says`() {
        for row in Self.table {
            var machine = Machine(isReliable: false)
            for event in Self.ways[row.state]! { _ = machine.on(event) }
            #expect(machine.state == row.state)
            let outcome = machine.on(row.event)
            #expect(outcome == row.outcome, "\(row.event) in \(row.state)")
            #expect(machine.state == row.next, "\(row.event) in \(row.state)")
        }
    }

    @Test func `The table has every state and every event once`() {
        let pairs = Set(Self.table.map { "\($0.state) \($0.event)" })
        #expect(pairs.count == Self.table.count)
        #expect(pairs.count == Machine.State.allCases.count * Machine.Event.allCases.count)
    }

    @Test func `On a reliable transport the ACK ends it`() {
        var machine = Machine(isReliable: true)
        _ = machine.on(.failure)
        #expect(machine.on(.ack) == .confirm)
        #expect(machine.state == .terminated)
    }

    @Test func `Timer G doubles up to four seconds`() {
        var machine = Machine(isReliable: false)
        _ = machine.on(.failure)
        let waits = (0..<6).map { _ in
            let wait = machine.retransmission
            _ = machine.on(.timerG)
            return wait.nanoseconds / 1_000_000
        }
        #expect(waits == [500, 1000, 2000, 4000, 4000, 4000])
    }
}
