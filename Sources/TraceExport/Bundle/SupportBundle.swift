import Foundation
package import Troubleshooting

/// What a supporter needs to see of a call, in one file: a gzipped tar.
package struct SupportBundle: Sendable {
    /// Redacted.
    package var call: CallTrace
    /// The call for people: ladder, decisions and messages.
    package var text: String
    package var configuration: ConfigurationDigest
    package var versions: SoftwareVersions

    /// - Precondition: the call is redacted: this file is made to be given away.
    package init(
        call: CallTrace, text: String, configuration: ConfigurationDigest,
        versions: SoftwareVersions
    ) {
        precondition(call.isRedacted, "a support bundle is given away")
        self.call = call
        self.text = text
        self.configuration = configuration
        self.versions = versions
    }

    /// A directory of its own, so that it makes no mess where it is unpacked.
    package var name: String { "clearwater-\(call.summary.id)" }

    /// - Parameter now: that the files were made; seconds since 1970.
    package func archive(at now: Int64) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        var tar = TarArchive(time: now)
        tar.add("\(name)/README", Array(readMe.utf8))
        tar.add("\(name)/call.txt", Array((text + "\n").utf8))
        tar.add("\(name)/call.json", Array(try encoder.encode(call)) + [0x0A])
        tar.add("\(name)/call.pcap", Pcap.file(of: call))
        tar.add("\(name)/configuration.txt", Array(configuration.text.utf8))
        tar.add("\(name)/versions.txt", Array(versions.text.utf8))
        return Gzip.pack(tar.closed)
    }

    private var readMe: String {
        let remedy = call.diagnosis.remedy.map { "\nRemedy: \($0)" } ?? ""
        return """
            \(call.diagnosis.sentence)\(remedy)

            Call \(call.summary.id), Call-ID \(call.summary.callID)

            call.txt           what passed and what was decided in between, for people
            call.json          the same for programs
            call.pcap          its messages for Wireshark
            configuration.txt  options with their origin, and trunks; secrets stand there as (set)
            versions.txt       the node, its system and its libraries

            Bodies and credentials of the messages are overwritten with x, octet for octet. Numbers,
            names and addresses are not: look through it before you give it to somebody.

            """
    }
}
