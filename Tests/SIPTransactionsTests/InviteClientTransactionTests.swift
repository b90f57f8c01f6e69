import SIPTransactions
import Testing

/// RFC 3261 17 and RFC 6026 as tables: in each state, what each event brings about and which state
/// follows.
///
/// A state is reached by the events beside its name, so each row starts where the machine itself
/// would be.
struct InviteClientTransactionTests {
    private typealias Machine = InviteClientTransaction
    private typealias Row = (
        state: Machine.State, event: Machine.Event, outcome: Machine.Outcome, next: Machine.State
    )

    /// The events that lead a new machine to each state.
    private static let ways: [Machine.State: [Machine.Event]] = [
        .calling: [],
        .proceeding: [.provisional],
        .completed: [.failure],
        .accepted: [.success],
        .terminated: [.timerB],
    ]

    // swift-format-ignore
    private static let table: [Row] = [
        (.calling,    .provisional,     .pass,               .proceeding),
        (.calling,    .success,         .passAndAccept,      .accepted),
        (.calling,    .failure,         .passAndAcknowledge, .completed),
        (.calling,    .timerA,          .retransmit,         .calling),
        (.calling,    .timerB,          .timedOut,           .terminated),
        (.calling,    .timerD,          .nothing,            .calling),
        (.calling,    .timerM,          .nothing,            .calling),
        (.calling,    .transportFailed, .unreachable,        .terminated),

        (.proceeding, .provisional,     .pass,               .proceeding),
        (.proceeding, .success,         .passAndAccept,      .accepted),
        (.proceeding, .failure,         .passAndAcknowledge, .completed),
        (.proceeding, .timerA,          .nothing,            .proceeding),
        (.proceeding, .timerB,          .nothing,            .proceeding),
        (.proceeding, .timerD,          .nothing,            .proceeding),
        (.proceeding, .timerM,          .nothing,            .proceeding),
        (.proceeding, .transportFailed, .unreachable,        .terminated),

        (.completed,  .provisional,     .nothing,            .completed),
        (.completed,  .success,         .nothing,            .completed),
        (.completed,  .failure,         .acknowledgeAgain,   .completed),
        (.completed,  .timerA,          .nothing,            .completed),
        (.completed,  .timerB,          .nothing,            .completed),
        (.completed,  .timerD,          .done,               .terminated),
        (.completed,  .timerM,          .nothing,            .completed),
        (.completed,  .transportFailed, .done,               .terminated),

        (.accepted,   .provisional,     .nothing,            .accepted),
        (.accepted,   .success,         .pass,               .accepted),
        (.accepted,   .failure,         .nothing,            .accepted),
        (.accepted,   .timerA,          .nothing,            .accepted),
        (.accepted,   .timerB,          .nothing,            .accepted),
        (.accepted,   .timerD,          .nothing,            .accepted),
        (.accepted,   .timerM,          .done,               .terminated),
        (.accepted,   .transportFailed, .nothing,            .accepted),

        (.terminated, .provisional,     .nothing,            .terminated),
        (.terminated, .success,         .nothing,            .terminated),
        (.terminated, .failure,         .nothing,            .terminated),
        (.terminated, .timerA,          .nothing,            .terminated),
        (.terminated, .timerB,          .nothing,            .terminated),
        (.terminated, .timerD,          .nothing,            .terminated),
        (.terminated, .timerM,          .nothing,            .terminated),
        (.terminated, .transportFailed, .nothing,            .terminated),
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

    @Test func `Timer A doubles without a limit`() {
        var machine = Machine(isReliable: false)
        let waits = (0..<7).map { _ in
            let wait = machine.retransmission
            _ = machine.on(.timerA)
            return wait.nanoseconds / 1_000_000
        }
        #expect(waits == [500, 1000, 2000, 4000, 8000, 16_000, 32_000])
    }
}
