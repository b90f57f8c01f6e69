/// Something about the store that an operator has to know: what is wrong, where, and what to do.
package struct StorageError: Error, Hashable, Sendable {
    /// What went wrong, for whoever decides by it.
    package enum Kind: Hashable, Sendable, CaseIterable {
        case directoryMissing
        case directoryUnwritable
        /// The file is damaged or no SQLite file at all.
        case corrupt
        /// The file belongs to another program.
        case foreignFile
        case newerVersion
        /// Another process held the file too long.
        case locked
        case diskFull
        /// Another node runs with this directory.
        case secondNode
        case duplicateSubscriber
        case unknownSubscriber
        case badUser
        case badPassword
        /// A line of an import file that cannot be read.
        case badLine
        /// Anything else that SQLite or the system said.
        case failed
    }

    package var kind: Kind
    package var what: String
    /// The file or directory, or the subscriber.
    package var location: String
    package var remedy: String

    package init(_ kind: Kind, _ what: String, at location: String, remedy: String) {
        self.kind = kind
        self.what = what
        self.location = location
        self.remedy = remedy
    }
}

extension StorageError: CustomStringConvertible {
    /// One line: `/var/lib/clearwater: no such directory; create it with …`.
    package var description: String { "\(location): \(what); \(remedy)" }
}
