/// Something in the configuration that cannot be obeyed, with what to do about it.
package struct ConfigurationMistake: Hashable, Sendable, Error {
    package let origin: ConfigurationOrigin
    /// What is wrong; no full stop at its end.
    package let what: String
    /// What to do; one or more whole sentences.
    package let remedy: String

    package init(at origin: ConfigurationOrigin, what: String, remedy: String) {
        self.origin = origin
        self.what = what
        self.remedy = remedy
    }
}

extension ConfigurationMistake: CustomStringConvertible {
    /// One line: `FILE:LINE: what. remedy`.
    package var description: String { "\(origin): \(what). \(remedy)" }
}

/// Something in the configuration worth a word that stops nothing.
package struct ConfigurationNote: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Clearwater had the option; this node does nothing with it yet.
        case unsupportedOption
        /// Nobody has the option; it may be misspelt.
        case unknownOption
        /// An older Clearwater had the option or the file under this name.
        case deprecated
        /// A peer was given with a port; sources are compared by address alone.
        case ignoredPort
        /// An entry stands twice in one list, or a list has a comma too many.
        case surplusEntry
        /// A value that most nodes should set was left to its default.
        case defaultTaken
    }

    package let kind: Kind
    package let origin: ConfigurationOrigin
    /// Whole sentences.
    package let text: String

    package init(_ kind: Kind, at origin: ConfigurationOrigin, _ text: String) {
        self.kind = kind
        self.origin = origin
        self.text = text
    }
}

extension ConfigurationNote: CustomStringConvertible {
    /// One line: `FILE:LINE: text`.
    package var description: String { "\(origin): \(text)" }
}

/// Everything there is to say about a configuration, all at once, in the order of the files and
/// their lines.
package struct ConfigurationReport: Equatable, Sendable {
    package private(set) var mistakes: [ConfigurationMistake] = []
    package private(set) var notes: [ConfigurationNote] = []

    package init() {}

    package var hasMistakes: Bool { !mistakes.isEmpty }

    package mutating func add(_ mistake: ConfigurationMistake) { mistakes.append(mistake) }
    package mutating func add(_ note: ConfigurationNote) { notes.append(note) }
    package mutating func add(_ other: ConfigurationReport) {
        mistakes += other.mistakes
        notes += other.notes
    }

    /// Puts both lists in the order of `files`, then of lines; what has no line comes first in its
    /// file.
    mutating func sort(byFiles files: [String]) {
        func place(_ origin: ConfigurationOrigin) -> (Int, Int) {
            (files.firstIndex(of: origin.file) ?? -1, origin.line ?? 0)
        }
        // Index as the last key: the standard sort promises no stability.
        mistakes = mistakes.enumerated().sorted {
            (place($0.element.origin), $0.offset) < (place($1.element.origin), $1.offset)
        }.map(\.element)
        notes = notes.enumerated().sorted {
            (place($0.element.origin), $0.offset) < (place($1.element.origin), $1.offset)
        }.map(\.element)
    }
}

private func < (left: ((Int, Int), Int), right: ((Int, Int), Int)) -> Bool {
    left.0 == right.0 ? left.1 < right.1 : left.0 < right.0
}
