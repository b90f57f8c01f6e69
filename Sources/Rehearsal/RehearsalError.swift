/// Why a rehearsal could not begin or go on: what, where and what to do, in one line.
package struct RehearsalError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
