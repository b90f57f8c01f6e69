import Foundation
import NIOCore
import SIPMessages

/// The messages that lie beside the tests as files, bit for bit.
enum Corpus {
    /// RFC 4475's archive of torture messages, one file a message.
    static let torture = load("rfc4475", ".dat")
    /// The messages of the call flows in RFC 3665 and RFC 5407, Content-Length corrected.
    static let flows = load("rfc-flows", ".sip")
    static let all = torture.merging(flows) { first, _ in first }

    private static func load(_ folder: String, _ suffix: String) -> [String: [UInt8]] {
        guard let root = Bundle.module.resourceURL?.appending(path: "Corpus/\(folder)"),
            let names = try? FileManager.default.contentsOfDirectory(atPath: root.path)
        else {
            fatalError(
                "the test bundle has no Corpus/\(folder): is it among the target's resources?")
        }
        var messages: [String: [UInt8]] = [:]
        for name in names where name.hasSuffix(suffix) {
            guard let data = try? Data(contentsOf: root.appending(path: name)) else {
                fatalError("cannot read \(name)")
            }
            messages[String(name.dropLast(suffix.count))] = Array(data)
        }
        return messages
    }
}
