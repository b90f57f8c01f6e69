import ArgumentParser
import Foundation
import XMLDocuments

/// A file with a `<ServiceProfile>`, in which `${DOMAIN}` and `${PREFIX}` are filled in.
struct FilterCriteriaFile: ParsableArguments {
    @Option(
        name: .customLong("ifc"),
        help: ArgumentHelp("A file with the initial filter criteria.", valueName: "FILE"),
        completion: .file())
    var file: String?

    @Option(help: ArgumentHelp("What ${PREFIX} in that file stands for.", valueName: "PREFIX"))
    var prefix = "123"

    /// - Returns: nil where no file was named.
    func document(domain: String) throws -> [UInt8]? {
        guard let file else { return nil }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Complaint("\(file): cannot be read; name a file with a <ServiceProfile>")
        }
        let text = String(decoding: data, as: UTF8.self)
            .replacingOccurrences(of: "${DOMAIN}", with: domain)
            .replacingOccurrences(of: "${PREFIX}", with: prefix)
        let octets = Array(text.utf8)
        do {
            guard try XMLDocument(octets).root.name.local == "ServiceProfile" else {
                throw Complaint(
                    "\(file): its root element is no <ServiceProfile>; put one around it")
            }
        } catch let mistake as XMLMistake {
            throw Complaint("\(file): \(mistake); mend it")
        }
        return octets
    }
}
