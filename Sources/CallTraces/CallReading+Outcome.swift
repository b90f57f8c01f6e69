import DecisionTrace
import NetworkAddresses
import Troubleshooting

extension CallReading {
    /// The request that it began with, as far as it is held.
    var firstRequest: Message? {
        messages.first { $0.reading.isRequest } ?? messages.first
    }

    /// The last final answer to the first request, or to what took its place after a challenge.
    var finalAnswer: Message? {
        guard let first = firstRequest, first.reading.isRequest else { return nil }
        let method = first.reading.method
        let numbers = Set(
            messages.filter {
                $0.isReceived == first.isReceived && $0.flow.remote == first.flow.remote
                    && $0.reading.method == method
                    && $0.reading.hasToTag == first.reading.hasToTag
            }.map(\.reading.cseq))
        let answers = messages.filter {
            $0.isReceived != first.isReceived && $0.reading.isFinal
                && numbers.contains($0.reading.cseq) && !$0.isRetransmission
        }
        return answers.last { !$0.isChallenge } ?? answers.last
    }

    /// Why the final answer is what it is.
    var reason: OutcomeReason? {
        guard let status = finalAnswer?.reading.status else { return nil }
        let answers = decisions.filter { $0.step == .answered && $0.numbers.first == Int64(status) }
        // Later requests of a call may get the same status for a reason of their own.
        guard let raw = answers.first?.numbers.dropFirst().first else { return nil }
        return UInt8(exactly: raw).flatMap(OutcomeReason.init(rawValue:))
    }

    var kind: CallSummary.Kind {
        if messages.contains(where: { $0.reading.method == "INVITE" }) { return .call }
        switch firstRequest?.reading.method {
        case "MESSAGE": return .message
        case "REGISTER": return .registration
        default: return .other
        }
    }

    /// The trunk that the first message came from.
    var trunk: String? {
        decisions.first { $0.step == .trunkMatched || $0.step == .noTrunkMatched }
            .flatMap { $0.step == .trunkMatched ? $0.texts.first : nil }
    }

    var idText: String { Self.text(of: id) }

    static func text(of id: UInt64) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// - Parameter findings: what is wrong with it besides the answer.
    func summary(findings: [CallTrace.Diagnosis]) -> CallSummary {
        let messages = messages
        let first = firstRequest
        let status = finalAnswer?.reading.status
        let isChallenge = status == 401 || status == 407
        let source = first.map { $0.isReceived ? $0.flow.remote : $0.flow.local }
        let reading = first?.reading
        return CallSummary(
            id: idText, kind: kind, began: messages.first?.at ?? decisions.first?.at ?? 0,
            ended: messages.last?.at ?? decisions.last?.at ?? 0,
            source: source.map { "\($0)" } ?? "",
            transport: first.map { "\($0.flow.transport.viaName)" } ?? "", trunk: trunk,
            caller: reading?.user(in: "from") ?? "",
            called: reading.map(Self.called) ?? "", callID: reading?.callID ?? "",
            method: reading?.method ?? "", status: status, reason: reason?.code,
            messages: messageCount,
            isFailed: (status ?? 0) >= 300 && !isChallenge || !findings.isEmpty)
    }

    private static func called(_ request: MessageReading) -> String {
        let uri = MessageReading.user(of: request.requestURI)
        return uri.isEmpty ? request.user(in: "to") : uri
    }
}

extension CallReading.Message {
    var isChallenge: Bool { reading.status == 401 || reading.status == 407 }
}
