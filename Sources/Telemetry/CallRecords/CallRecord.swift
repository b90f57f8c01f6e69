package import Determinism

/// What became of one call, written when it is over: one line.
package struct CallRecord: Hashable, Sendable {
    /// Who ended it.
    package enum Side: String, Sendable {
        case caller
        case called
    }

    package enum Ending: String, Sendable, CaseIterable {
        /// It was answered, and one side hung up.
        case hungUp = "hung_up"
        /// It ended without having been answered with success: see code and reason.
        case notAnswered = "not_answered"
        /// It was up when the node stopped; it may go on without the node.
        case upAtStop = "up_at_stop"
        /// It had no final answer when the node stopped.
        case inSetupAtStop = "in_setup_at_stop"
        /// It was up when there were too many others to go on following it.
        case noLongerFollowed = "no_longer_followed"
    }

    /// When the INVITE came.
    package var start: WallTime
    package var answer: WallTime?
    /// Nil where the node did not see it end.
    package var end: WallTime?
    /// The final answer to the INVITE; nil where there was none.
    package var code: UInt16?
    /// `OutcomeReason`'s code of that answer.
    package var reason: String?
    package var ending: Ending
    package var hungUpBy: Side?
    /// Nil for a call that a phone began.
    package var trunk: String?
    /// User parts as they are written in From and in the Request-URI, else the host.
    package var caller: String
    package var called: String
    package var callID: String
    /// Where the INVITE came from: address and port.
    package var source: String
    /// `udp`, `tcp`.
    package var transport: String
    /// The call's name in the trace.
    package var trace: UInt64

    /// From the answer to the end; until the node stopped following it where it did not see that.
    /// - Units: milliseconds; 0 where it was not answered.
    package var talked: Int64

    /// Whose formats there are.
    package enum Format: String, Sendable, CaseIterable {
        case json
        case csv
    }
}

extension CallRecord.Format {
    /// What the files' names end with.
    var fileSuffix: String {
        switch self {
        case .json: "jsonl"
        case .csv: "csv"
        }
    }

    /// What a file begins with.
    var heading: String {
        switch self {
        case .json: ""
        case .csv: CallRecord.columns.joined(separator: ",") + "\r\n"
        }
    }
}
