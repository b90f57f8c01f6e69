package import Determinism
package import NIOCore

/// What a proxy knows of one forwarded request while answers to it come in. RFC 3261 16.7.
package struct ResponseContext: Sendable {
    /// One place that the request was forwarded to.
    package struct Branch: Sendable, Hashable {
        package var client: Handle
        package var isPending: Bool
    }

    /// A final response kept until every branch has answered.
    package struct Held: Sendable {
        package var status: UInt16
        package var bytes: ByteBuffer
    }

    /// What becomes of a response that came in, and of the other branches.
    package enum Verdict: Sendable, Hashable {
        /// Forward it now.
        case forward
        /// Forward it now and cancel the branches that are still pending.
        case forwardAndCancelOthers
        /// Keep it: others are still pending.
        case hold
        /// Keep it and cancel the others (6xx).
        case holdAndCancelOthers
        /// It was the last: forward it, nothing better is held.
        case finish
        /// It was the last, but the held one is better: forward that.
        case finishWithHeld
        /// A final response went upstream already.
        case ignore
    }

    package let isInvite: Bool
    /// When the last provisional response came, or the request was forwarded: timer C counts from
    /// here.
    package var lastProgress: Instant
    /// The caller gave up; every branch has been or will be cancelled.
    package var isCancelled = false
    package private(set) var isFinal = false
    package private(set) var held: Held?
    private var first: Branch?
    private var others: ContiguousArray<Branch> = []

    package init(isInvite: Bool, now: Instant) {
        self.isInvite = isInvite
        self.lastProgress = now
    }

    package mutating func add(_ client: Handle) {
        let branch = Branch(client: client, isPending: true)
        if first == nil { first = branch } else { others.append(branch) }
    }

    /// A branch goes on under another client transaction: the next server of RFC 3263 is tried.
    package mutating func replace(_ client: Handle, by successor: Handle) {
        update(client) { $0.client = successor }
    }

    package var pendingClients: [Handle] {
        ([first].compactMap(\.self) + others).filter(\.isPending).map(\.client)
    }

    package var hasPending: Bool {
        first?.isPending == true || others.contains(where: \.isPending)
    }

    package var branchCount: Int { (first == nil ? 0 : 1) + others.count }

    /// Takes a response of a branch.
    ///
    /// RFC 3261 16.7 steps 4 to 6.
    /// - Parameter status: 101...699; the caller drops 100 itself.
    package mutating func received(_ status: UInt16, from client: Handle, now: Instant) -> Verdict {
        if status < 200 {
            guard !isFinal else { return .ignore }
            lastProgress = now
            return .forward
        }
        update(client) { $0.isPending = false }
        if status < 300 {
            if isFinal && !isInvite { return .ignore }
            let wasFinal = isFinal
            isFinal = true
            held = nil
            return hasPending && !wasFinal ? .forwardAndCancelOthers : .forward
        }
        guard !isFinal else { return .ignore }
        if hasPending {
            return status >= 600 && !isCancelled ? .holdAndCancelOthers : .hold
        }
        isFinal = true
        if let held,
            BestResponse.rank(held.status, cancelled: isCancelled)
                <= BestResponse.rank(status, cancelled: isCancelled)
        {
            return .finishWithHeld
        }
        held = nil
        return .finish
    }

    /// Keeps a response that `received` told to hold, if it beats the one held so far.
    package mutating func hold(_ status: UInt16, _ bytes: ByteBuffer) {
        if let held,
            BestResponse.rank(held.status, cancelled: isCancelled)
                <= BestResponse.rank(status, cancelled: isCancelled)
        {
            return
        }
        held = Held(status: status, bytes: bytes)
    }

    private mutating func update(_ client: Handle, _ change: (inout Branch) -> Void) {
        if first?.client == client {
            change(&first!)
        } else if let index = others.firstIndex(where: { $0.client == client }) {
            change(&others[index])
        }
    }
}

/// Which of several final responses goes upstream. RFC 3261 16.7 step 6.
package enum BestResponse {
    /// Lower is better.
    ///
    /// 6xx before all; then the lowest class; within 4xx those that tell the caller how to retry
    /// come first, and those that only say that one phone was not there come last. After a CANCEL,
    /// 487 is what the caller expects.
    package static func rank(_ status: UInt16, cancelled: Bool) -> UInt16 {
        if cancelled && status == 487 { return 0 }
        switch status {
        case 600...: return 1000 + status
        case 401, 407, 415, 420, 484: return 4000 + status - 400
        case 408, 430, 480: return 4800 + status - 400
        default: return status / 100 * 1000 + 500 + status % 100
        }
    }
}
