/// Why a node cannot run, for the person who started it: what, and what to do.
package struct NodeError: Error, Hashable, Sendable, CustomStringConvertible {
    package let what: String
    package let remedy: String

    package init(_ what: String, remedy: String) {
        self.what = what
        self.remedy = remedy
    }

    package var description: String { "\(what); \(remedy)" }
}
