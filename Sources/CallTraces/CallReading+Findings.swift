import DecisionTrace
import Troubleshooting

/// What is wrong with a call whatever its final answer says; the gravest first.
extension CallReading {
    /// - Parameter now: microseconds since 1970.
    func findings(at now: Int64, _ cast: Cast) -> [CallTrace.Diagnosis] {
        [
            withoutAcknowledgement(at: now, cast), answersDoNotArrive(cast),
            withoutAnswer(at: now, cast), stormOfRetransmissions(cast),
            withoutEnd(at: now, cast),
        ].compactMap(\.self)
    }

    /// So many copies of one message are more than lost packets explain.
    private static let storm = 12
    /// - Units: microseconds. Timer B, F and H: 64 times T1.
    private static let patience: Int64 = 32_000_000

    /// The 200 to an INVITE came again and again, for no ACK did.
    private func withoutAcknowledgement(at now: Int64, _ cast: Cast) -> CallTrace.Diagnosis? {
        let answers = messages.filter {
            !$0.isReceived && $0.reading.isFinal && $0.reading.cseq.hasSuffix(" INVITE")
        }
        for answer in answers where !answer.isRetransmission {
            let copies = answers.filter { $0.reading.octets == answer.reading.octets }.count
            guard copies > 2, let number = answer.reading.cseq.split(separator: " ").first,
                !messages.contains(where: {
                    $0.isReceived && $0.reading.cseq == "\(number) ACK"
                        && $0.flow.remote.address == answer.flow.remote.address
                })
            else { continue }
            let peer = name(of: answer.flow.remote, cast) ?? "the caller"
            return CallTrace.Diagnosis(
                sentence: "The \(answer.reading.label) was sent to \(peer) \(copies) times and no "
                    + "ACK came for it.",
                remedy: (answer.reading.status ?? 0) < 300
                    ? "see that \(answer.flow.remote) reaches the host of our Record-Route and of "
                        + "the Contact in the answer (public_ip, firewall), and that it sends ACK "
                        + "there"
                    : "see that a firewall or NAT lets our answers to \(answer.flow.remote) pass, "
                        + "and that the peer sends ACK where it sent the INVITE")
        }
        return nil
    }

    /// The same request comes although it has been answered: the answers get lost on their way.
    private func answersDoNotArrive(_ cast: Cast) -> CallTrace.Diagnosis? {
        for (place, event) in events.enumerated() {
            guard case .message(let request) = event, request.isReceived,
                request.reading.isRequest, !request.isRetransmission,
                request.reading.method != "ACK"
            else { continue }
            var isAnswered = false
            var copies = 0
            for later in events[place...] {
                guard case .message(let message) = later,
                    message.flow.remote == request.flow.remote
                else { continue }
                if !message.isReceived, message.reading.cseq == request.reading.cseq {
                    isAnswered = true
                } else if isAnswered, message.isRetransmission, message.isReceived,
                    message.reading.octets == request.reading.octets
                {
                    copies += 1
                }
            }
            guard copies >= 3 else { continue }
            let peer = name(of: request.flow.remote, cast) ?? "the sender"
            return CallTrace.Diagnosis(
                sentence: "\(request.reading.method) came from \(peer) \(copies + 1) times though "
                    + "it was answered: the answers do not arrive there.",
                remedy: "see that a firewall or NAT lets \(request.flow.transport.viaName) from "
                    + "\(request.flow.local) to \(request.flow.remote) pass")
        }
        return nil
    }

    /// A request that this node sent and that nobody said a word to.
    private func withoutAnswer(at now: Int64, _ cast: Cast) -> CallTrace.Diagnosis? {
        // Where the caller got a final answer, that one's reason says what happened.
        for request in messages
        where !request.isReceived && !request.isRetransmission && request.reading.isRequest
            && request.reading.hasToTag && request.reading.method != "ACK"
            && now - request.at > Self.patience
        {
            let branch = request.reading.vias.first.map(MessageReading.branch(of:))
            guard
                !messages.contains(where: {
                    $0.isReceived && !$0.reading.isRequest
                        && $0.reading.cseq == request.reading.cseq
                        && $0.reading.vias.first.map(MessageReading.branch(of:)) == branch
                })
            else { continue }
            let peer = name(of: request.flow.remote, cast) ?? "the far end"
            return CallTrace.Diagnosis(
                sentence: "\(request.reading.method) was sent to \(peer) and never answered.",
                remedy: "the far end may be gone, or a firewall closed in mid-call: have the "
                    + "phone send keep-alives, and see that "
                    + "\(request.flow.transport.viaName) passes both ways")
        }
        return nil
    }

    private func stormOfRetransmissions(_ cast: Cast) -> CallTrace.Diagnosis? {
        let repeated = messages.filter(\.isRetransmission)
        guard repeated.count >= Self.storm else { return nil }
        let counts = Dictionary(grouping: repeated, by: \.reading.octets)
        guard let most = counts.values.max(by: { $0.count < $1.count }), most.count >= Self.storm,
            let one = most.first
        else { return nil }
        let peer = name(of: one.flow.remote, cast) ?? "the far end"
        let way = one.isReceived ? "came from" : "was sent to"
        return CallTrace.Diagnosis(
            sentence: "\(one.reading.label) \(way) \(peer) \(most.count + 1) times: a storm of "
                + "retransmissions.",
            remedy: "packets get lost between \(one.flow.local) and \(one.flow.remote): see the "
                + "firewall, and what else loads the line")
    }

    /// A call was left by one side, and the other never heard of it.
    private func withoutEnd(at now: Int64, _ cast: Cast) -> CallTrace.Diagnosis? {
        guard
            let bye = messages.first(where: {
                $0.isReceived && !$0.isRetransmission && $0.reading.method == "BYE"
            })
        else { return nil }
        let answer = messages.first {
            !$0.isReceived && $0.reading.isFinal && $0.reading.cseq == bye.reading.cseq
        }
        guard let status = answer?.reading.status, status >= 400 else { return nil }
        let peer = name(of: bye.flow.remote, cast) ?? "one side"
        return CallTrace.Diagnosis(
            sentence: "The BYE of \(peer) was answered \(answer?.reading.label ?? ""): the other "
                + "side may believe that the call goes on.",
            remedy: "see that the peer sends BYE along the Route that Record-Route gave it, with "
                + "both tags of the call")
    }
}
