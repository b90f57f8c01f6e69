import NetworkAddresses
import NodeConfiguration
import TraceExport

/// Messages for a collector such as Homer or sngrep.
extension Node {
    /// Hands the trace out five times a second while there is a collector, and follows the
    /// configuration and the collector's name.
    func feedCollector() async {
        var wanted: CollectorSettings?
        var resolved = ContinuousClock.now
        while !Task.isCancelled {
            let collector = settings.collector
            if collector != wanted || ContinuousClock.now > resolved + .seconds(60) {
                await setCollector(collector, isSame: collector == wanted)
                wanted = collector
                resolved = .now
            }
            if homer.current != nil { await handOverTrace() }
            try? await Task.sleep(for: .milliseconds(200))
        }
        await handOverTrace()
        homer.replace(by: nil)
    }

    /// - Parameter isSame: the name alone is asked for again; where it has no address now, the old
    ///   one stays.
    private func setCollector(_ collector: CollectorSettings?, isSame: Bool) async {
        var new: HEPExporter.Settings?
        if let collector {
            let old = isSame ? homer.current?.settings.collector.address : nil
            if let address = await address(of: collector.host) ?? old {
                new = HEPExporter.Settings(
                    collector: SocketEndpoint(address, collector.port),
                    captureID: collector.captureID, showsSecrets: collector.showsSecrets)
            } else {
                logger.warning(
                    "hep_collector: the name has no address, and nothing is sent",
                    metadata: ["name": "\(collector.host)"])
            }
        }
        guard new != homer.current?.settings else { return }
        homer.replace(by: new)
        guard let new else { return logger.notice("no more messages are sent to a collector") }
        logger.notice(
            "every message is sent to a collector",
            metadata: [
                "at": "\(new.collector)", "capture id": "\(new.captureID)",
                "bodies": "\(new.showsSecrets ? "as they are" : "overwritten")",
            ])
    }

    private func address(of host: String) async -> IPAddress? {
        if let address = IPAddress(host) { return address }
        guard case .found(let addresses, _) = await names.addresses(of: host) else { return nil }
        return addresses.first
    }

    private func handOverTrace() async {
        let shard = shard
        try? await group.next().submit { shard.value.handOverTrace() }.get()
    }
}
