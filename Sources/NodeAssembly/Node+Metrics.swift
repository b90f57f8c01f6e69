import CallTraces
import Determinism
import IMSEngine
import SIPTransportNIO
import Storage
import Telemetry

/// Everything that is measured, as Prometheus reads it.
extension Node {
    package func metrics() async -> String {
        var exposition = Exposition()
        exposition.family("clearwater_build_info", .gauge, "Which Clearwater runs; always 1.")
        exposition.sample(1, ["version": Self.version])
        exposition.single(
            "clearwater_draining", .gauge, "1 once the node takes no more calls.",
            isDraining ? 1 : 0)
        telemetry.requests.expect(trunks: trust.trunks.map(\.name))
        telemetry.requests.write(to: &exposition)
        write(reporter.discarded, reporter.overloads, to: &exposition)
        if let load = try? await load() { Self.write(load, to: &exposition) }
        await writeStore(to: &exposition)
        if let counters = try? await counters() { Self.write(counters, to: &exposition) }
        telemetry.pings.write(to: &exposition)
        writeLosses(to: &exposition)
        ProcessFigures()?.write(to: &exposition)
        return exposition.text
    }

    private func write(
        _ discarded: [DiscardReason: Int], _ overloads: Int, to exposition: inout Exposition
    ) {
        exposition.family(
            "clearwater_discarded_total", .counter, "Messages that got no answer, by why.")
        for reason in DiscardReason.allCases {
            exposition.sample(discarded[reason] ?? 0, ["reason": reason.rawValue])
        }
        exposition.single(
            "clearwater_overloads_total", .counter,
            "Requests that found a table full and got 503.", overloads)
    }

    private static func write(_ load: EngineLoad, to exposition: inout Exposition) {
        exposition.family("clearwater_transactions", .gauge, "Transactions held now.")
        exposition.sample(load.serverTransactions, ["kind": "server"])
        exposition.sample(load.clientTransactions, ["kind": "client"])
        exposition.single(
            "clearwater_calls_in_setup", .gauge, "INVITEs without a final answer.",
            load.callsInSetup)
        exposition.single(
            "clearwater_parked_requests", .gauge, "Requests that wait for the store or the DNS.",
            load.parkedRequests)
        exposition.single(
            "clearwater_remembered_subscribers", .gauge, "Subscribers held in memory.",
            load.rememberedSubscribers)
        exposition.single(
            "clearwater_sip_connections", .gauge, "TCP connections that SIP goes over.",
            load.connections)
    }

    private func writeStore(to exposition: inout Exposition) async {
        let database = database
        let now = NodeClock.now().wall
        let counts = await Task.detached { try? database.counts(now: now) }.value
        exposition.single(
            "clearwater_store_up", .gauge, "1 where the store could be read just now.",
            counts == nil ? 0 : 1)
        if let counts {
            exposition.single(
                "clearwater_subscribers", .gauge, "Subscribers provisioned.", counts.subscribers)
            exposition.single(
                "clearwater_registered_subscribers", .gauge, "Subscribers with a current contact.",
                counts.registered)
            exposition.single(
                "clearwater_registered_contacts", .gauge, "Contacts that are current.",
                counts.contacts)
        }
        telemetry.store.write(to: &exposition)
    }

    private static func write(_ counters: TransportCounters, to exposition: inout Exposition) {
        for (name, help, value) in [
            ("datagrams_received", "Datagrams received.", counters.datagramsReceived),
            ("datagrams_sent", "Datagrams sent.", counters.datagramsSent),
            ("datagrams_refused", "Datagrams that the kernel refused.", counters.datagramsRefused),
            (
                "datagrams_dropped", "Datagrams dropped at a full socket.",
                counters.datagramsDropped
            ),
            ("messages_received", "SIP messages received.", counters.messagesReceived),
            ("messages_sent", "SIP messages sent.", counters.messagesSent),
            ("connections_accepted", "Connections accepted.", counters.connectionsAccepted),
            ("connections_opened", "Connections opened.", counters.connectionsOpened),
            (
                "connections_refused", "Connections beyond a limit.", counters.connectionsRefused
            ),
            (
                "connections_failed", "Connections that could not be opened.",
                counters.connectionsFailed
            ),
            ("accept_failures", "Times that accepting failed.", counters.acceptFailures),
            (
                "framing_failures", "Connections closed for what was no SIP.",
                counters.framingFailures
            ),
        ] {
            exposition.single("clearwater_transport_\(name)_total", .counter, help, value)
        }
    }

    /// What was to be written down and was not.
    private func writeLosses(to exposition: inout Exposition) {
        exposition.single(
            "clearwater_log_lines_lost_total", .counter, "Log lines that could not be written.",
            log.lostLines)
        exposition.single(
            "clearwater_trace_bytes", .gauge,
            "Memory that the traces of calls take; the oldest go when it is full.", traces.cost)
        let calls = telemetry.calls?.figures ?? .init()
        exposition.single(
            "clearwater_call_records_total", .counter, "Call detail records made.", calls.written)
        exposition.single(
            "clearwater_call_records_lost_total", .counter,
            "Call detail records that found no room.", calls.dropped)
        exposition.single(
            "clearwater_call_records_failing", .gauge,
            "1 while call detail records wait for the disk.", calls.isFailing ? 1 : 0)
        exposition.single(
            "clearwater_calls_up", .gauge,
            "Answered calls that are followed for their records; 0 where none are written.",
            calls.up)
    }
}
