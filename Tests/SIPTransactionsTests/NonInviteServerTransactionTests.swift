import SIPTransactions
import Testing

/// RFC 3261 17 and RFC 6026 as tables: in each state, what each event brings about and which state
/// follows.
///
/// A state is reached by the events beside its name, so each row starts where the machine itself
/// would be.
struct NonInviteServerTransactionTests {
    private typealias Machine = NonInviteServerTransaction
    private typealias Row = (
        state: Machine.State, event: Machine.Event, outcome: Machine.Outcome, next: Machine.State
    )

    /// The events that lead a new machine to each state.
    private static let ways: [Machine.State: [Machine.Event]] = [
        .trying: [],
        .proceeding: [.provisional],
        .completed: [.final],
        .terminated: [.final, .timerJ],
    ]

    // swift-format-ignore
    private static let table: [Row] = [
        (.trying,     .request,     .nothing,         .trying),
        (.trying,     .provisional, .send,            .proceeding),
        (.trying,     .final,       .sendAndComplete, .completed),
        (.trying,     .timerJ,      .nothing,         .trying),

        (.proceeding, .request,     .resend,          .proceeding),
        (.proceeding, .provisional, .send,            .proceeding),
        (.proceeding, .final,       .sendAndComplete, .completed),
        (.proceeding, .timerJ,      .nothing,         .proceeding),

        (.completed,  .request,     .resend,          .completed),
        (.completed,  .provisional, .nothing,         .completed),
        (.completed,  .final,       .nothing,         .completed),
        (.completed,  .timerJ,      .done,            .terminated),

        (.terminated, .request,     .nothing,         .terminated),
        (.terminated, .provisional, .nothing,         .terminated),
        (.terminated, .final,       .nothing,         .terminated),
        (.terminated, .timerJ,      .nothing,         .terminated),
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

    @Test func `On a reliable transport the final response ends it`() {
        var machine = Machine(isReliable: true)
        #expect(machine.on(.final) == .sendAndComplete)
        #expect(machine.state == .terminated)
    }
}
