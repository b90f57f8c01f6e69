import DecisionTrace
import Determinism
import IMSFunctions
import NIOCore
import SIPMessages
import SIPTransports
import Subscribers

/// What the trace is told, and with which evidence. Each is a test of one flag where nothing is
/// traced.
extension Engine {
    private var isTracing: Bool { settings.tracesDecisions }

    // MARK: - Messages

    mutating func note(_ kind: TraceKind, _ bytes: ByteBuffer, over flow: Flow) {
        guard isTracing else { return }
        trace.message(kind, bytes.readableBytesUInt8Span, over: flow, at: now.instant, call: call)
    }

    /// What all messages of a call have in common, as a number that nobody outside can choose.
    func callKey(of envelope: Envelope, in message: SIPMessage) -> UInt64 {
        isTracing ? callKey(message.span.part(envelope.callID)) : 0
    }

    func callKey(ofMalformed message: SIPMessage) -> UInt64 {
        guard isTracing, let field = message.first(.callID) else { return 0 }
        return callKey(message.span.part(field.value))
    }

    private func callKey(_ callID: Span<UInt8>) -> UInt64 {
        var hash = KeyedHash(transactionKey)
        hash.combine(callID)
        return max(1, UInt64(truncatingIfNeeded: hash.finalize()))
    }

    // MARK: - Going on

    /// The call that a timer belongs to.
    mutating func resume(_ token: TimerToken) {
        guard isTracing else { return }
        switch token.kind {
        case .serverG, .serverH, .serverI, .serverJ, .serverL, .proxyC:
            call = servers[token.handle]?.call ?? 0
        case .clientA, .clientB, .clientD, .clientE, .clientF, .clientK, .clientM, .cancelE,
            .cancelF:
            call = clients[token.handle]?.call ?? 0
        case .parked:
            call = 0
        }
    }

    /// The call that waited for the store or the DNS.
    mutating func resume(_ request: Parked) {
        guard isTracing else { return }
        switch request {
        case .terminating(_, let request, _, _), .registering(_, let request, _, _),
            .storing(_, _, let request):
            call = callKey(of: request.envelope, in: request.message)
        case .originating(let message, _, _), .locating(let message, _):
            call = callKey(ofMalformed: message)
        case .removing, .storingRemoval:
            call = 0
        }
    }

    // MARK: - Decisions

    mutating func note(_ step: DecisionStep) {
        guard isTracing else { return }
        trace.decision(step, at: now.instant, call: call)
    }

    mutating func note(_ step: DecisionStep, _ number: Int) {
        guard isTracing else { return }
        trace.decision(step, at: now.instant, call: call)
        trace.evidence(Int64(number))
    }

    mutating func note(_ step: DecisionStep, _ text: StaticString) {
        guard isTracing else { return }
        trace.decision(step, at: now.instant, call: call)
        trace.evidence(text)
    }

    mutating func note(_ step: DecisionStep, _ text: String) {
        guard isTracing else { return }
        trace.decision(step, at: now.instant, call: call)
        trace.evidence(text)
    }

    mutating func note(_ step: DecisionStep, _ key: SubscriberKey) {
        guard isTracing else { return }
        trace.decision(step, at: now.instant, call: call)
        trace.evidence(key.text)
    }

    mutating func note(_ step: DecisionStep, to flow: Flow) {
        guard isTracing else { return }
        trace.decision(step, at: now.instant, call: call)
        trace.evidence(flow.remote)
        trace.evidence(flow.transport.viaName)
    }

    mutating func note(_ step: DecisionStep, to flow: Flow, by what: StaticString) {
        guard isTracing else { return }
        note(step, to: flow)
        trace.evidence(what)
    }

    mutating func note(_ step: DecisionStep, to flow: Flow, _ status: UInt16) {
        guard isTracing else { return }
        note(step, to: flow)
        trace.evidence(Int64(status))
    }

    mutating func note(_ outcome: RequestOutcome) {
        guard isTracing else { return }
        trace.decision(.answered, at: now.instant, call: outcome.call)
        trace.evidence(Int64(outcome.status))
        trace.evidence(Int64(outcome.reason.rawValue))
    }

    // MARK: - Who, and for whom

    mutating func noteSource(of request: Request) {
        guard isTracing else { return }
        switch request.source {
        case .trunk(let place):
            let entry = settings.trunks.entries[place]
            trace.decision(.trunkMatched, at: now.instant, call: call)
            trace.evidence(entry.trunk)
            trace.evidence(entry.text)
        case .outside:
            trace.decision(.noTrunkMatched, at: now.instant, call: call)
            trace.evidence(request.flow.remote)
        }
    }

    /// How the called host and number were read.
    mutating func note(_ called: Called, by request: Request) {
        guard isTracing else { return }
        let span = request.message.span
        guard let uri = try? SIPURI.parse(span, request.uriBytes) else { return }
        noteHost(of: uri, in: span)
        guard case .key(let key) = called, let user = uri.user else { return }
        trace.decision(.numberNormalised, at: now.instant, call: call)
        trace.evidence(span.part(user))
        trace.evidence(key.text)
    }

    private mutating func noteHost(of uri: SIPURI, in span: Span<UInt8>) {
        guard uri.scheme == .sip || uri.scheme == .sips else { return }
        switch settings.home.standing(ofHost: span.part(uri.host)) {
        case .foreign:
            trace.decision(.hostForeign, at: now.instant, call: call)
            trace.evidence(span.part(uri.host))
        case .home:
            trace.decision(.hostOurs, at: now.instant, call: call)
            trace.evidence(span.part(uri.host))
            let isMain = span.part(uri.host).equalsIgnoringCase(settings.home.domain.utf8.span)
            trace.evidence(isMain ? "home domain" : "additional home domain" as StaticString)
        case .node:
            trace.decision(.hostOurs, at: now.instant, call: call)
            trace.evidence(span.part(uri.host))
            trace.evidence(
                uri.hostAddress(in: span) == nil ? "alias" : "this node" as StaticString)
        }
    }

    mutating func noteCaller(of request: Request, _ key: SubscriberKey) {
        guard isTracing else { return }
        let isPreferred = preferredIdentity(of: request) == key
        note(.callerNamed, key)
        trace.evidence(isPreferred ? "P-Preferred-Identity" : "From" as StaticString)
    }

    mutating func note(_ asserted: AssertedIdentity) {
        guard isTracing else { return }
        trace.decision(.identityAsserted, at: now.instant, call: call)
        trace.evidence(asserted.text(domain: settings.home.domain).span)
    }

    // MARK: - Look-ups

    /// A subscriber that was remembered.
    mutating func note(_ record: SubscriberRecord) {
        guard isTracing else { return }
        note(.subscriberFound, record.subscriber.user)
        trace.evidence("memory" as StaticString)
    }

    mutating func note(_ answer: SubscriberAnswer, for request: Parked) {
        guard isTracing, let key = request.lookedUp else { return }
        resume(request)
        switch answer {
        case .found(let record):
            note(.subscriberFound, record.subscriber.user)
            trace.evidence("store" as StaticString)
        case .unknown: note(.subscriberUnknown, key)
        case .unavailable: note(.storeUnavailable, key)
        }
    }

    mutating func note(_ answer: ServersAnswer) {
        guard isTracing else { return }
        switch answer {
        case .found(let targets):
            note(.serversFound, targets.count)
            if let first = targets.first { trace.evidence(first.endpoint) }
        case .nothing: note(.serversMissing, "no usable record" as StaticString)
        case .unavailable: note(.serversMissing, "no answer in time" as StaticString)
        }
    }

    // MARK: - Contacts

    mutating func noteSkipped(_ binding: Binding) {
        guard isTracing else { return }
        trace.decision(.contactSkipped, at: now.instant, call: call)
        trace.evidence(binding.contact.span)
        trace.evidence("its connection is gone and no other can be opened" as StaticString)
    }

    mutating func note(chosen bindings: [Binding], of record: SubscriberRecord) {
        guard isTracing else { return }
        if let first = bindings.first {
            note(.contactsChosen, bindings.count)
            trace.evidence(Int64(record.bindings.count))
            trace.evidence(first.contact.span)
        } else {
            note(.noContacts, record.bindings.count)
            trace.evidence(record.bindings.map(\.expires.milliseconds).max() ?? 0)
        }
    }
}
