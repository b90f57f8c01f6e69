package import NetworkAddresses
package import Troubleshooting

/// What is played, by whom and towards whom.
package struct TrunkTestPlan: Sendable {
    package var order: TrunkTestOrder
    package var dialect: TrunkDialect
    /// Where the node listens.
    package var node: SocketEndpoint
    package var overTCP: Bool
    /// The node's, which numbers are called at.
    package var domain: String
    /// An address of this machine that both play from.
    package var address: IPAddress
    /// False where the number's own phones ring.
    package var hasBuiltInPhone: Bool

    package init(
        order: TrunkTestOrder, dialect: TrunkDialect, node: SocketEndpoint, overTCP: Bool,
        domain: String, address: IPAddress, hasBuiltInPhone: Bool
    ) {
        self.order = order
        self.dialect = dialect
        self.node = node
        self.overTCP = overTCP
        self.domain = domain
        self.address = address
        self.hasBuiltInPhone = hasBuiltInPhone
    }

    /// As the provider dials it.
    var uri: String { "sip:\(dialect.called.written(order.number))@\(domain)" }
}

/// A provider's call and SMS, played through real sockets against a real node.
///
/// Blocks; at most `longest`, and what it began is ended when it returns.
package final class TrunkTest {
    package typealias Step = TrunkTestReport.Step

    let plan: TrunkTestPlan
    let trunk: DemonstrationTrunk
    let phone: DemonstrationPhone?
    let stage: Stage
    private let tell: (Step) -> Void
    private(set) var hasFailed = false

    /// For everything together.
    package static let longest = Duration.seconds(45)
    /// For one answer of the node, and of the built-in phone behind it.
    static let patience = Duration.seconds(3)
    /// How long somebody's own phones ring at most.
    static let ringing = Duration.seconds(20)

    /// - Parameters:
    ///   - tell: hears each step as it is done.
    ///   - isCancelled: true once nobody wants to hear more.
    package init(
        _ plan: TrunkTestPlan, tell: @escaping @Sendable (Step) -> Void,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(RehearsalError) {
        self.plan = plan
        self.tell = tell
        let socket: any PartySocket =
            plan.overTCP
            ? try StreamSocket(plan.address, to: plan.node) : try DatagramSocket(plan.address)
        trunk = DemonstrationTrunk(socket, node: plan.node, dialect: plan.dialect)
        phone =
            plan.hasBuiltInPhone
            ? try DemonstrationPhone(
                plan.address, node: plan.node, user: plan.order.number, domain: plan.domain) : nil
        let parties: [any Party] = [trunk] + (phone.map { [$0] } ?? [])
        stage = Stage(parties: parties, end: .now + Self.longest, isCancelled: isCancelled)
    }

    /// Where its requests come from.
    package var source: SocketEndpoint { trunk.socket.endpoint }
    /// Where the built-in phone is reached, over UDP; nil where there is none.
    package var phoneEndpoint: SocketEndpoint? { phone?.socket.endpoint }
    /// Of what has been sent so far.
    package var callIDs: [String] {
        [trunk.ping?.callID, trunk.call?.callID, trunk.message?.callID].compactMap(\.self)
    }

    /// Plays everything that is ordered; to be called once, when the node knows the sockets.
    package func play() {
        do {
            if plan.dialect.pings { try playPing() }
            if plan.order.playsCall { try playCall() }
            if let text = plan.order.sms { try playMessage(text) }
        } catch {
            fail("The test was broken off before its end.")
        }
        endCall()
    }

    // MARK: - What the scenes do

    func note(_ sentence: String, _ remedy: String? = nil) {
        tell(Step(isAsExpected: true, sentence: sentence, remedy: remedy))
    }

    func fail(_ sentence: String, _ remedy: String? = nil) {
        hasFailed = true
        tell(Step(isAsExpected: false, sentence: sentence, remedy: remedy))
    }

    /// Leaves no phone ringing and no call up, however the scenes ended.
    private func endCall() {
        let last = Stage(parties: stage.parties, end: .now + .seconds(2)) { false }
        switch trunk.call?.state {
        case .ringing:
            if trunk.call?.cancellation == nil { trunk.cancel() }
        case .answered: trunk.hangUp()
        case .calling, .ended, .refused, nil: return
        }
        _ = try? last.play(atMost: .seconds(2)) { [trunk] in trunk.call?.isOver == true }
        // An answer that crossed the CANCEL.
        if trunk.call?.state == .answered {
            trunk.hangUp()
            _ = try? last.play(atMost: .seconds(1)) { [trunk] in trunk.call?.isOver == true }
        }
    }
}

extension PlacedCall {
    var isOver: Bool {
        switch state {
        case .ended, .refused: true
        case .calling, .ringing, .answered: false
        }
    }
}
