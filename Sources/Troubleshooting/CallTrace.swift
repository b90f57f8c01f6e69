/// Everything that is known of one call: what passed, what was decided, and what came of it.
package struct CallTrace: Codable, Hashable, Sendable {
    package var summary: CallSummary
    /// Who took part, in the order in which the ladder draws them; this node among them.
    package var participants: [Participant]
    /// In the order in which they happened.
    package var events: [Event]
    package var diagnosis: Diagnosis
    /// True where bodies and credentials were overwritten with `x`, octet for octet.
    package var isRedacted: Bool

    package struct Participant: Codable, Hashable, Sendable {
        package var role: Role
        /// Address and port; the node's own for `node`.
        package var endpoint: String
        /// What a person calls it: the trunk, the number of the phone, `this node`.
        package var name: String

        package enum Role: String, Codable, Hashable, Sendable {
            case trunk
            case phone
            case stranger
            case node
        }

        package init(role: Role, endpoint: String, name: String) {
            self.role = role
            self.endpoint = endpoint
            self.name = name
        }
    }

    package enum Event: Codable, Hashable, Sendable {
        case message(TracedMessage)
        case decision(TracedDecision)
    }

    /// What became of it in one sentence, and what to do; no remedy where all went well.
    package struct Diagnosis: Codable, Hashable, Sendable {
        package var sentence: String
        package var remedy: String?

        package init(sentence: String, remedy: String? = nil) {
            self.sentence = sentence
            self.remedy = remedy
        }
    }

    package init(
        summary: CallSummary, participants: [Participant], events: [Event], diagnosis: Diagnosis,
        isRedacted: Bool
    ) {
        self.summary = summary
        self.participants = participants
        self.events = events
        self.diagnosis = diagnosis
        self.isRedacted = isRedacted
    }
}

/// A message as it passed the node's sockets.
package struct TracedMessage: Codable, Hashable, Sendable {
    /// - Units: microseconds since 1970.
    package var at: Int64
    /// True for what arrived.
    package var isReceived: Bool
    /// "UDP", "TCP".
    package var transport: String
    /// Address and port of this node's end and of the peer's.
    package var local: String
    package var remote: String
    /// Places in `CallTrace.participants`.
    package var from: Int
    package var to: Int
    /// `INVITE`, or `180 Ringing`.
    package var label: String
    /// `102 INVITE`.
    package var cseq: String
    package var isRetransmission: Bool
    package var hasBody: Bool
    /// The octets, as text where they are UTF-8, else with `?`; for looking at.
    package var text: String
    /// The octets themselves.
    package var octets: [UInt8]
    /// The place in `CallTrace.events` of the message that this one was made from by passing it
    /// on; nil for what arrived and for what the node made itself.
    package var madeFrom: Int?

    package init(
        at: Int64, isReceived: Bool, transport: String, local: String, remote: String, from: Int,
        to: Int, label: String, cseq: String, isRetransmission: Bool, hasBody: Bool, text: String,
        octets: [UInt8], madeFrom: Int? = nil
    ) {
        self.at = at
        self.isReceived = isReceived
        self.transport = transport
        self.local = local
        self.remote = remote
        self.from = from
        self.to = to
        self.label = label
        self.cseq = cseq
        self.isRetransmission = isRetransmission
        self.hasBody = hasBody
        self.text = text
        self.octets = octets
        self.madeFrom = madeFrom
    }
}

/// A decision between two messages.
package struct TracedDecision: Codable, Hashable, Sendable {
    /// - Units: microseconds since 1970.
    package var at: Int64
    /// `DecisionStep`'s name: `trunk_matched`.
    package var step: String
    /// One sentence with the evidence in it.
    package var sentence: String

    package init(at: Int64, step: String, sentence: String) {
        self.at = at
        self.step = step
        self.sentence = sentence
    }
}

/// One line of the difference between a message that came in and what went out of it.
package struct MessageDifference: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Hashable, Sendable {
        case same
        case removed
        case added
    }
    package var kind: Kind
    package var line: String

    package init(kind: Kind, line: String) {
        self.kind = kind
        self.line = line
    }
}
