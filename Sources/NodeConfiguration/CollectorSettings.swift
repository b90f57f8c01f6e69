/// Where every message is sent to, as HEP (`hep_collector` and its like).
package struct CollectorSettings: Hashable, Sendable {
    /// Lower case, or an address in URI form.
    package var host: String
    package var port: UInt16
    /// Which node it is, at the collector.
    package var captureID: UInt32
    /// Bodies and credentials are sent as they are; else they are overwritten.
    package var showsSecrets: Bool

    package static let standardPort: UInt16 = 9060
    package static let standardCaptureID: UInt32 = 1

    package init(
        host: String, port: UInt16 = standardPort, captureID: UInt32 = standardCaptureID,
        showsSecrets: Bool = false
    ) {
        self.host = host
        self.port = port
        self.captureID = captureID
        self.showsSecrets = showsSecrets
    }
}

extension OptionReader {
    mutating func collector() -> CollectorSettings? {
        let captureID = number("hep_capture_id", in: 0...(.max))
        let showsSecrets = yesOrNo("hep_bodies")
        let name = "hep_collector"
        guard let value = text(name)?.value else { return nil }
        let standardPort = CollectorSettings.standardPort
        guard let place = Self.place(value, standardPort: standardPort) else {
            refuse(
                name, "\(value.inReport) is not a host",
                "Write the collector's host name or address, with :PORT behind it if it is another"
                    + " than \(standardPort).")
            return nil
        }
        take(name, "\(place.host):\(place.port)")
        return CollectorSettings(
            host: place.host, port: place.port,
            captureID: captureID ?? CollectorSettings.standardCaptureID,
            showsSecrets: showsSecrets ?? false)
    }
}
