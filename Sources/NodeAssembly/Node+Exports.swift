import CallTraces
import Foundation
import NodeConfiguration
import NodeControl
package import Provisioning
import TraceExport
import Troubleshooting

/// What is handed out of the trace: files to take along.
extension Node: TraceExportDesk {
    package func pcap(
        of id: String, showsSecrets: Bool
    ) async throws(ProvisioningError) -> [UInt8]? {
        try await callDesk.call(id, showsSecrets: showsSecrets).map(Pcap.file(of:))
    }

    package func supportBundle(of id: String) async throws(ProvisioningError) -> [UInt8]? {
        guard let call = try await callDesk.call(id, showsSecrets: false) else { return nil }
        let bundle = SupportBundle(
            call: call, text: CallReport(call).fullText, configuration: configurationDigest,
            versions: .running(clearwater: Self.version))
        do {
            return try bundle.archive(at: Int64(Date().timeIntervalSince1970))
        } catch {
            throw ProvisioningError(.unavailable, "the call cannot be written as JSON: \(error)")
        }
    }

    /// Answers on the control socket.
    func bundle(_ id: String) async -> ControlReply {
        do {
            return .file(try await supportBundle(of: id).map { Data($0) })
        } catch {
            return .failed(reason: error.description)
        }
    }

    private var configurationDigest: ConfigurationDigest {
        ConfigurationDigest(
            options: settings.options(written: writtenOptions).map { option in
                ConfigurationDigest.Option(
                    name: option.name, value: option.value,
                    origin: option.origin?.description ?? "default")
            },
            trunks: trust.trunks.map { trunk in
                "\(trunk.name): \(trunk.entries.map(\.text).joined(separator: ", "))"
            },
            mistakes: mistakes)
    }
}
