import Determinism
import NIOCore
import SIPMessages
import SIPProxying
import SIPTransactions
import SIPTransports

/// A request that we answer: its state machine, the way back, and what it was forwarded as.
struct ServerTransaction {
    enum Machine {
        case invite(InviteServerTransaction)
        case nonInvite(NonInviteServerTransaction)
    }

    let key: UInt128
    let method: SIPMethod
    var machine: Machine
    /// Where responses go.
    let flow: Flow
    let source: Source
    /// The request's bytes, for answers of our own and for going on after a look-up; gone once the
    /// answer is final.
    var request: ByteBuffer?
    /// What a retransmission is answered with.
    var response: ByteBuffer?
    /// Set when the request was forwarded.
    var context: ResponseContext?
    var isCancelled = false
    /// The tag of our own answers, so that a repeated answer has the same one.
    let localTag: UInt64
    /// Its key in the trace.
    let call: UInt64
    /// The trunk that it came from.
    let trunk: String?
    /// Where the request came from; responses may go elsewhere.
    let remote: Flow
    let received: Instant
    let isInDialog: Bool
}

/// A request that we sent: its state machine and how it is recognised.
struct ClientTransaction {
    enum Machine {
        case invite(InviteClientTransaction)
        case nonInvite(NonInviteClientTransaction)
    }

    /// The part of the branch that nobody can guess.
    let secret: UInt64
    var machine: Machine
    let flow: Flow
    /// As sent: to send again, and to make the CANCEL or the ACK from. Emptied when none of these
    /// can happen any more.
    var request: ByteBuffer
    let server: Handle
    /// Its key in the trace.
    var call: UInt64
    var acknowledgement: ByteBuffer?
    var cancellation: Cancellation?
    /// The branch as a target of the proxy: where else it may be tried.
    var target: Target
}

/// A CANCEL that goes with an INVITE we sent. RFC 3261 9.1.
enum Cancellation {
    /// Sent as soon as a provisional response allows it.
    case wanted
    case sent(NonInviteClientTransaction, ByteBuffer)
}

/// Who a request came from.
enum Source: Hashable {
    /// A trusted trunk: the place of its entry in the trunk table.
    case trunk(Int)
    /// Anybody else: a phone, or a stranger.
    case outside
}

/// One place that a request is forwarded to.
struct Target {
    /// The new Request-URI; nil leaves it.
    var requestURI: [UInt8]?
    /// Route header values to put in front, comma-separated; usually empty.
    var route: [UInt8] = []
    var flow: Flow
    /// The flow that later requests of the dialog belong to; `flow` may differ for one large
    /// request.
    let dialogFlow: Flow
    /// What the flow token says of this side of the dialog.
    var side: FlowToken.Side
    /// True where a large request should try TCP first and this flow when that fails (RFC 3261
    /// 18.1.1).
    var prefersReliable = false
    /// Further servers of the same target, best first (RFC 3263 4.3).
    var alternatives: [ServerTarget] = []

    init(
        requestURI: [UInt8]?, route: [UInt8] = [], flow: Flow, side: FlowToken.Side,
        prefersReliable: Bool = false,
        alternatives: [ServerTarget] = []
    ) {
        self.requestURI = requestURI
        self.route = route
        self.flow = flow
        self.dialogFlow = flow
        self.side = side
        self.prefersReliable = prefersReliable
        self.alternatives = alternatives
    }
}

/// A timer of the engine: which one, and whose.
struct TimerToken {
    enum Kind: UInt8 {
        case serverG, serverH, serverI, serverJ, serverL
        case clientA, clientB, clientD, clientE, clientF, clientK, clientM
        case cancelE, cancelF
        case proxyC
        case parked
    }

    var kind: Kind
    var handle: Handle
}
