import CallTraces
import DecisionTrace
import IMSEngine
import IMSFunctions
import NIOCore
import NetworkAddresses
import Provisioning
import SIPTransports
import Troubleshooting

/// Has messages played through an engine, and tells what it decided.
struct Explainer: Sendable {
    let listeners: [Listener]
    let eventLoop: any EventLoop
    /// An engine like the one in service, to be changed; called on the loop.
    let makeEngine: @Sendable ((inout EngineSettings) -> Void) -> Engine
    /// Asks the store and the DNS.
    let run: @Sendable (Effect, EngineMailbox) -> Void

    /// The name of the trunk that a source is taken for where it is to be trusted.
    static let assumedTrunk = "if-trusted"

    func explain(
        _ arrival: Arrival, ifTrusted: Bool
    ) async throws(ProvisioningError) -> CallTrace {
        let outcome: Explanation.Outcome
        do {
            outcome = try await play(arrival, ifTrusted: ifTrusted)
        } catch {
            throw ProvisioningError(.unavailable, "the node is stopping")
        }
        guard outcome.isComplete else {
            throw ProvisioningError(
                .unavailable, "the store or the name servers did not answer in time",
                remedy: "see what clearwater doctor says of them")
        }
        return try await trace(outcome, arrival)
    }

    private func play(
        _ arrival: Arrival, ifTrusted: Bool
    ) async throws -> Explanation.Outcome {
        let (eventLoop, makeEngine, run) = (eventLoop, makeEngine, run)
        let source = arrival.flow.remote.address
        return try await eventLoop.flatSubmit {
            let engine = makeEngine { settings in
                guard ifTrusted, settings.trunks.match(source) == nil else { return }
                let entry = TrunkTable.Entry(
                    trunk: Self.assumedTrunk, prefix: IPPrefix(host: source), text: "\(source)")
                settings.trunks = TrunkTable(settings.trunks.entries + [entry])
            }
            return Explanation.play(
                ByteBuffer(bytes: arrival.octets), over: arrival.flow, in: engine, on: eventLoop,
                run: run)
        }.get()
    }

    /// The log as any call's is read.
    private func trace(
        _ outcome: Explanation.Outcome, _ arrival: Arrival
    ) async throws(ProvisioningError) -> CallTrace {
        let recorder = TraceRecorder(limit: 16 << 20)
        _ = recorder.keep(outcome.log, at: outcome.clock)
        let desk = CallDesk(
            recorder: recorder, handOver: {}, isTracing: { true },
            now: { outcome.clock.wall.milliseconds * 1000 + 1000 })
        guard let summary = try await desk.calls(CallFilter(limit: 1)).first,
            var trace = try await desk.call(summary.id, showsSecrets: false)
        else {
            throw ProvisioningError(
                .invalid, "this is not a SIP message: it would be discarded without an answer",
                remedy: "give a file that begins with a line such as INVITE sip:… SIP/2.0")
        }
        trace.diagnosis = Self.diagnosis(of: trace, from: "\(arrival.flow.remote)")
        return trace
    }

    /// What would leave the node, in the conditional; nothing does.
    private static func diagnosis(
        of trace: CallTrace, from source: String
    ) -> CallTrace.Diagnosis {
        let sent = trace.events.compactMap { event -> TracedMessage? in
            guard case .message(let message) = event, !message.isReceived else { return nil }
            return message
        }
        let passedOn = sent.filter { !($0.label.first?.isNumber ?? false) }
        if let first = passedOn.first {
            let places = passedOn.map { "\($0.remote) over \($0.transport)" }
                .joined(separator: " and ")
            return CallTrace.Diagnosis(
                sentence: "It would be sent on to \(places), and the answer to this \(first.label)"
                    + " would come from there.")
        }
        if let answer = sent.last(where: { !$0.label.hasPrefix("1") }) {
            let why = trace.summary.reason.flatMap { OutcomeReason(code: $0)?.explanation }
            return CallTrace.Diagnosis(
                sentence: "It would be answered \(answer.label), to \(answer.remote) over"
                    + " \(answer.transport)\(why.map { ": \($0)" } ?? "").",
                remedy: trace.diagnosis.remedy)
        }
        return trace.diagnosis
    }
}
