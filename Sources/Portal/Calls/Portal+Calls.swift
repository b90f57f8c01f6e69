import HTTPTypes
import Hummingbird
import Provisioning
import Troubleshooting
import WebServing

/// The page of a call and the files of it.
extension Portal {
    func addCallPages(to routes: PageRoutes) {
        guard let calls = desks.calls else { return }
        routes.operatorPage("/operator/calls/{call}") { visit, _ in
            visit.show(
                CallPage(try await trace(of: visit, calls, showsSecrets: false), desks: desks))
        }
        routes.operatorForm("/operator/calls/{call}/bodies") { visit, _, _ in
            let trace = try await trace(of: visit, calls, showsSecrets: true)
            try await desks.audit.record(
                "show bodies", CallWords.title(of: trace.summary), by: visit.author,
                now: visit.context.now)
            return visit.show(CallPage(trace, desks: desks))
        }
        guard let files = desks.callFiles else { return }
        routes.operatorPage("/operator/calls/{call}/pcap") { visit, _ in
            let id = try visit.context.pathPart("call")
            return try Self.file(try await files.pcap(of: id, showsSecrets: false), .pcap, of: id)
        }
        routes.operatorForm("/operator/calls/{call}/pcap") { visit, _, _ in
            let id = try visit.context.pathPart("call")
            let trace = try await trace(of: visit, calls, showsSecrets: false)
            let octets = try await files.pcap(of: id, showsSecrets: true)
            try await desks.audit.record(
                "download bodies", CallWords.title(of: trace.summary), by: visit.author,
                now: visit.context.now)
            return try Self.file(octets, .pcap, of: id)
        }
        routes.operatorPage("/operator/calls/{call}/bundle") { visit, _ in
            let id = try visit.context.pathPart("call")
            return try Self.file(try await files.supportBundle(of: id), .bundle, of: id)
        }
    }

    private func trace(of visit: Visit, _ calls: any TraceDesk, showsSecrets: Bool) async throws
        -> CallTrace
    {
        let id = try visit.context.pathPart("call")
        guard let trace = try await calls.call(id, showsSecrets: showsSecrets) else {
            throw Self.forgotten(id)
        }
        return trace
    }

    private static func forgotten(_ id: String) -> ProvisioningError {
        ProvisioningError(.notFound, "the node does not remember the call \(id)")
    }

    private struct FileKind {
        let ending: String
        let type: String

        static let pcap = FileKind(ending: "pcap", type: "application/vnd.tcpdump.pcap")
        static let bundle = FileKind(ending: "tar.gz", type: "application/gzip")
    }

    private static func file(_ octets: [UInt8]?, _ kind: FileKind, of id: String) throws
        -> Response
    {
        guard let octets else { throw forgotten(id) }
        // A Call-ID is written by whoever calls: only what is harmless in a file's name is kept.
        let name = id.unicodeScalars.prefix(40).map { scalar in
            scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                ? String(scalar) : "-"
        }.joined()
        return .octets(
            octets, type: kind.type,
            headers: [.contentDisposition: "attachment; filename=\"call-\(name).\(kind.ending)\""])
    }
}
