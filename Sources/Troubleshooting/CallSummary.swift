/// A call, a message or a registration that went through the node, in one row.
package struct CallSummary: Codable, Hashable, Sendable {
    /// What the trace knows it by, until the node stops: 16 hexadecimal digits.
    package var id: String
    package var kind: Kind
    /// - Units: microseconds since 1970.
    package var began: Int64
    /// When its last message passed.
    package var ended: Int64
    /// Where its first message came from: address and port.
    package var source: String
    /// "UDP", "TCP".
    package var transport: String
    /// The trunk of the source; nil for a phone or a stranger.
    package var trunk: String?
    /// User parts as they are written in From and in the Request-URI; empty where none.
    package var caller: String
    package var called: String
    package var callID: String
    package var method: String
    /// The final answer to its first request; nil while there is none.
    package var status: Int?
    /// `OutcomeReason`'s code; nil while there is no final answer.
    package var reason: String?
    package var messages: Int

    package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        case call
        case message
        case registration
        case other
    }

    /// Its first request was answered with 300 or more, or something is wrong with it all the same
    /// (`CallTrace.diagnosis`).
    package var isFailed: Bool

    package init(
        id: String, kind: Kind, began: Int64, ended: Int64, source: String, transport: String,
        trunk: String?, caller: String, called: String, callID: String, method: String,
        status: Int?, reason: String?, messages: Int, isFailed: Bool
    ) {
        self.id = id
        self.kind = kind
        self.began = began
        self.ended = ended
        self.source = source
        self.transport = transport
        self.trunk = trunk
        self.caller = caller
        self.called = called
        self.callID = callID
        self.method = method
        self.status = status
        self.reason = reason
        self.messages = messages
        self.isFailed = isFailed
    }
}

/// Which calls are wanted.
package struct CallFilter: Codable, Hashable, Sendable {
    package var failedOnly: Bool
    /// Digits that caller or called end with; nil for any.
    package var number: String?
    /// An address or a network that the first message came from, or any host it passed; nil for
    /// any.
    package var source: String?
    package var kinds: Set<CallSummary.Kind>
    /// At most so many, the newest.
    package var limit: Int

    package init(
        failedOnly: Bool = false, number: String? = nil, source: String? = nil,
        kinds: Set<CallSummary.Kind> = Set(CallSummary.Kind.allCases), limit: Int = 100
    ) {
        self.failedOnly = failedOnly
        self.number = number
        self.source = source
        self.kinds = kinds
        self.limit = limit
    }
}
