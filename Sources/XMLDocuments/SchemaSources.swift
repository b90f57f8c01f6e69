import CXML
import Synchronization

/// The texts of schemas that other schemas import, by the location that those name.
enum SchemaSources {
    private static let texts = Mutex<[String: Text]>([:])

    /// Memory of its own that is never given back: parsers point into it.
    private struct Text: @unchecked Sendable {
        // Written before it is shared and never after.
        let start: UnsafePointer<xmlChar>
    }

    static func add(_ text: String, at location: String) {
        texts.withLock { texts in
            guard texts[location] == nil else { return }
            let bytes = Array(text.utf8) + [0]
            let memory = UnsafeMutablePointer<xmlChar>.allocate(capacity: bytes.count)
            memory.initialize(from: bytes, count: bytes.count)
            texts[location] = Text(start: UnsafePointer(memory))
        }
    }

    static func text(of location: String) -> UnsafePointer<xmlChar>? {
        texts.withLock { $0[location]?.start }
    }
}
