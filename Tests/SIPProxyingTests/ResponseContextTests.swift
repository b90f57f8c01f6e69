import Determinism
import NIOCore
import SIPProxying
import Testing

/// What becomes of the responses of several branches. RFC 3261 16.7.
struct ResponseContextTests {
    private static let now = Instant(nanoseconds: 0)
    private static let branches = (0..<3).map { Handle(index: $0, generation: 1) }

    /// One branch's response, and the verdict that it must get.
    typealias Step = (branch: Int, status: UInt16, verdict: ResponseContext.Verdict)

    private static func play(
        _ steps: [Step], isInvite: Bool = true, branches count: Int = 2, cancelled: Bool = false
    ) {
        var context = ResponseContext(isInvite: isInvite, now: now)
        for branch in branches.prefix(count) { context.add(branch) }
        context.isCancelled = cancelled
        for (place, step) in steps.enumerated() {
            let verdict = context.received(step.status, from: branches[step.branch], now: now)
            #expect(
                verdict == step.verdict, "step \(place): \(step.status) of branch \(step.branch)")
            if verdict == .hold || verdict == .holdAndCancelOthers {
                context.hold(step.status, ByteBuffer())
            }
        }
    }

    @Test func `One branch: everything it says goes on`() {
        Self.play([(0, 180, .forward), (0, 183, .forward), (0, 486, .finish)], branches: 1)
        Self.play([(0, 180, .forward), (0, 200, .forward)], branches: 1)
    }

    @Test func `The first 2xx goes on and cancels the others, a second one goes on too`() {
        Self.play([
            (0, 180, .forward), (0, 200, .forwardAndCancelOthers), (1, 200, .forward),
            (1, 183, .ignore),
        ])
    }

    @Test func `After a 2xx no refusal goes on`() {
        Self.play([(0, 200, .forwardAndCancelOthers), (1, 487, .ignore), (0, 200, .forward)])
    }

    @Test func `Refusals are held until the last, then the best of them goes on`() {
        Self.play([(0, 486, .hold), (1, 480, .finishWithHeld)])
        Self.play([(0, 480, .hold), (1, 486, .finish)])
        Self.play([(0, 404, .hold), (1, 404, .finishWithHeld)])
        Self.play([(0, 500, .hold), (1, 302, .hold), (2, 404, .finishWithHeld)], branches: 3)
    }

    @Test func `A 6xx cancels the others and goes on at the end`() {
        Self.play([(0, 603, .holdAndCancelOthers), (1, 180, .forward), (1, 487, .finishWithHeld)])
        Self.play([(0, 486, .hold), (1, 600, .finish)])
    }

    @Test func `A 2xx that crosses a 6xx goes on`() {
        Self.play([(0, 603, .holdAndCancelOthers), (1, 200, .forward)])
    }

    @Test func `After a CANCEL nothing is cancelled twice, and 487 is the best answer`() {
        Self.play([(0, 603, .hold), (1, 487, .finish)], cancelled: true)
        Self.play([(0, 487, .hold), (1, 603, .finishWithHeld)], cancelled: true)
    }

    @Test func `Of a request that is no INVITE only the first 2xx goes on`() {
        Self.play([(0, 200, .forwardAndCancelOthers), (1, 200, .ignore)], isInvite: false)
    }

    @Test func `A branch that goes on elsewhere is still pending`() {
        var context = ResponseContext(isInvite: true, now: Self.now)
        context.add(Self.branches[0])
        context.replace(Self.branches[0], by: Self.branches[2])
        #expect(context.pendingClients == [Self.branches[2]])
        #expect(context.received(486, from: Self.branches[2], now: Self.now) == .finish)
    }

    @Test func `A provisional response is progress, from any branch`() {
        var context = ResponseContext(isInvite: true, now: Self.now)
        context.add(Self.branches[0])
        _ = context.received(183, from: Self.branches[0], now: Instant(nanoseconds: 9))
        #expect(context.lastProgress == Instant(nanoseconds: 9))
    }

    @Test func `It knows who is pending`() {
        var context = ResponseContext(isInvite: true, now: Self.now)
        for branch in Self.branches { context.add(branch) }
        #expect(context.branchCount == 3 && context.pendingClients == Self.branches)
        _ = context.received(486, from: Self.branches[1], now: Self.now)
        #expect(context.pendingClients == [Self.branches[0], Self.branches[2]])
        #expect(context.hasPending && !context.isFinal)
    }
}

/// Which refusal is the most useful. RFC 3261 16.7 step 6.
struct BestResponseTests {
    private static let order: [UInt16] = [
        600, 603, 606, 300, 302, 401, 407, 415, 420, 484, 400, 404, 486, 488, 408, 480, 500, 501,
        503,
    ]

    @Test func `6xx before all, then the lowest class, in 4xx those that tell how to retry first`()
    {
        let ranks = Self.order.map { BestResponse.rank($0, cancelled: false) }
        #expect(ranks == ranks.sorted())
        #expect(Set(ranks).count == ranks.count)
    }

    @Test func `After a CANCEL 487 comes first`() {
        let rank = BestResponse.rank(487, cancelled: true)
        #expect(Self.order.allSatisfy { BestResponse.rank($0, cancelled: true) > rank })
    }
}
