import ArgumentParser
import CallTraces
import Foundation
import NodeControl
import TraceExport
import Troubleshooting

/// Tells what the running node would do with a message.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what the node would do with a message, and why; nothing is sent.",
        discussion: """
            Plays the message through the running node's engine, with its settings, subscribers \
            and registrations, and prints every decision, the answer and where it would go. \
            Nothing is sent and nothing is stored.

            The message is a file, - for standard input, or a call that the node remembers (its \
            id, the id's first digits, or its Call-ID), whose first message it is then. Where it \
            comes from is what it came from, or what its top Via says, unless --from does.

              clearwater explain refused-call
              clearwater explain --if-trusted 3fa2
              clearwater explain --from 192.0.2.10 - < invite.txt
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var listing: ListingOptions

    @Argument(help: ArgumentHelp("A file, a call, or - for standard input.", valueName: "MESSAGE"))
    var message: String

    @Flag(help: "As if the source were a trunk's, whatever the configuration says.")
    var ifTrusted = false

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("Where it is to come from.", valueName: "ADDRESS[:PORT]"))
    var source: String?

    @Option(help: ArgumentHelp("Over what: udp or tcp.", valueName: "TRANSPORT"))
    var transport: String?

    @Flag(help: "Print the messages too, and what the node would change of them.")
    var text = false

    func validate() throws {
        if listing.isJSON, text {
            throw ValidationError("--json stands alone: leave --text away")
        }
    }

    func run() throws {
        let client = ControlClient(directory: directories.dataPath)
        let request = ControlRequest.explain(
            try explained(), source: source, transport: transport, ifTrusted: ifTrusted)
        switch try client.call(request) {
        case .call(let trace?): try show(trace)
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    private func show(_ trace: CallTrace) throws {
        if listing.isJSON { return say(try trace.json()) }
        let report = CallReport(trace, width: Terminal.width, pen: Terminal.pen)
        say(text ? report.fullText : report.text)
        mention("nothing was sent")
    }

    // MARK: - The message

    private static let longest = 65_535

    private func explained() throws -> ExplainedMessage {
        let file: [UInt8]
        if message == "-" {
            file = Array(FileHandle.standardInput.readDataToEndOfFile())
        } else if FileManager.default.fileExists(atPath: message) {
            do {
                file = Array(try Data(contentsOf: URL(fileURLWithPath: message)))
            } catch {
                throw Complaint("\(message) cannot be read: \(error.localizedDescription)")
            }
        } else {
            guard !message.contains("/") else {
                throw Complaint("there is no file \(message); name one that is there, or a call")
            }
            return .call(message)
        }
        let mended = MendedMessage(file)
        guard !mended.octets.isEmpty else {
            throw Complaint("\(message) is empty; it has to hold a message from its first line on")
        }
        guard mended.octets.count <= Self.longest else {
            throw Complaint(
                "\(message) has \(mended.octets.count) octets, and a message at most"
                    + " \(Self.longest); a capture file is no message: save one out of it")
        }
        for note in mended.notes { mention("mended: \(note)") }
        return .octets(mended.octets)
    }
}
