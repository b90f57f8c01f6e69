import ArgumentParser
import CallTraces
import Foundation
import NodeControl
import TraceExport
import Troubleshooting

/// Shows one call that a running node remembers.
struct Call: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one call: what became of it, why, and its ladder with every decision.",
        discussion: """
            ID is as 'clearwater calls' lists it, or its first digits, or a Call-ID. Bodies and \
            credentials are overwritten with x unless --bodies is given. Times are in UTC.

              clearwater call 3fa2
              clearwater call 3fa2 --text > ticket.txt
              clearwater call 3fa2 --pcap call.pcap --bodies
              clearwater call 3fa2 --bundle call.tar.gz
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var listing: ListingOptions

    @Argument(help: "Which call.")
    var id: String

    @Flag(help: "Print every message too, and what this node changed of it.")
    var text = false

    @Option(help: ArgumentHelp("Write the messages for Wireshark.", valueName: "FILE"))
    var pcap: String?

    @Option(
        help: ArgumentHelp(
            "Write the call, the configuration and the versions, without secrets, into one file "
                + "for a supporter.", valueName: "FILE"))
    var bundle: String?

    @Flag(help: "Leave bodies and credentials as they were.")
    var bodies = false

    func validate() throws {
        if listing.isJSON, text || pcap != nil || bundle != nil {
            throw ValidationError("--json stands alone: leave --text, --pcap and --bundle away")
        }
    }

    func run() throws {
        let trace = try trace()
        if let pcap {
            try write(Pcap.file(of: trace), to: pcap)
        }
        if let bundle { try write(supportBundle(of: trace.summary.id), to: bundle) }
        if pcap != nil || bundle != nil, !text { return }
        if listing.isJSON { return say(try trace.json()) }
        let report = CallReport(trace, width: Terminal.width, pen: Terminal.pen)
        say(text ? report.fullText : report.text)
    }

    private func trace() throws -> CallTrace {
        let client = ControlClient(directory: directories.dataPath)
        switch try client.call(.call(id: id, showsSecrets: bodies)) {
        case .call(let trace?): return trace
        case .call(nil):
            throw Complaint(
                "the running node remembers no call \(id) (any more); 'clearwater calls' lists "
                    + "those that it does, and trace_memory says how much it remembers")
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    private func supportBundle(of id: String) throws -> [UInt8] {
        let client = ControlClient(directory: directories.dataPath)
        switch try client.call(.supportBundle(id: id)) {
        case .file(let octets?): return Array(octets)
        case .file(nil): throw Complaint("the running node remembers this call no more")
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    private func write(_ octets: [UInt8], to path: String) throws {
        do {
            try Data(octets).write(to: URL(fileURLWithPath: path))
        } catch {
            throw Complaint(
                "\(path) cannot be written: \(error.localizedDescription); name a file in a "
                    + "directory that you may write to")
        }
        mention("written to \(path)\(bodies ? "" : ", bodies and credentials overwritten")")
    }
}
