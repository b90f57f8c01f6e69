import SIPTransactions
import Testing

/// RFC 3261 17 and RFC 6026 as tables: in each state, what each event brings about and which state
/// follows.
///
/// A state is reached by the events beside its name, so each row starts where the machine itself
/// would be.
struct NonInviteClientTransactionTests {
    private typealias Machine = NonInviteClientTransaction
    private typealias Row = (
        state: Machine.State, event: Machine.Event, outcome: Machine.Outcome, next: Machine.State
    )

    /// The events that lead a new machine to each state.
    private static let ways: [Machine.State: [Machine.Event]] = [
        .trying: [],
        .proceeding: [.provisional],
        .completed: [.final],
        .terminated: [.timerF],
    ]

    // swift-format-ignore
    private static let table: [Row] = [
        (.trying,     .provisional,     .pass,            .proceeding),
        (.trying,     .final,           .passAndComplete, .completed),
        (.trying,     .timerE,          .retransmit,      .trying),
        (.trying,     .timerF,          .timedOut,        .terminated),
        (.trying,     .timerK,          .nothing,         .trying),
        (.trying,     .transportFailed, .unreachable,     .terminated),

        (.proceeding, .provisional,     .pass,            .proceeding),
        (.proceeding, .final,           .passAndComplete, .completed),
        (.proceeding, .timerE,          .retransmit,      .proceeding),
        (.proceeding, .timerF,          .timedOut,        .terminated),
        (.proceeding, .timerK,          .nothing,         .proceeding),
        (.proceeding, .transportFailed, .unreachable,     .terminated),

        (.completed,  .provisional,     .nothing,         .completed),
        (.completed,  .final,           .nothing,         .completed),
        (.completed,  .timerE,          .nothing,         .completed),
        (.completed,  .timerF,          .nothing,         .completed),
        (.completed,  .timerK,          .done,            .terminated),
        (.completed,  .transportFailed, .nothing,         .completed),

        (.terminated, .provisional,     .nothing,         .terminated),
        (.terminated, .final,           .nothing,         .terminated),
        (.terminated, .timerE,          .nothing,         .terminated),
        (.terminated, .timerF,          .nothing,         .terminated),
        (.terminated, .timerK,          .nothing,         .terminated),
        (.terminated, .transportFailed, .nothing,         .terminated),
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
        #expect(machine.on(.final) == .passAndComplete)
        #expect(machine.state == .terminated)
    }

    @Test
    func
        `Timer E doubles up to four seconds, and is four seconds once a provisional response came`()
    {
        var machine = Machine(isReliable: false)
        let waits = (0..<6).map { _ in
            let wait = machine.retransmission
            _ = machine.on(.timerE)
            return wait.nanoseconds / 1_000_000
        }
        #expect(waits == [500, 1000, 2000, 4000, 4000, 4000])
        var ringing = Machine(isReliable: false)
        _ = ringing.on(.provisional)
        _ = ringing.on(.timerE)
        #expect(ringing.retransmission.nanoseconds == 4_000_000_000)
    }
}
