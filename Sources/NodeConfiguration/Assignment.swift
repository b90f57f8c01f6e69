/// One `name=value` of a configuration file, quotes taken away.
///
/// The shape is a shell assignment, because the original sourced these files into a shell: `'…'`,
/// `"…"`, backslash, adjacent pieces, `export`, and comments mean what they mean there. What a
/// shell would run, expand or continue on the next line is refused by name instead.
struct Assignment: Equatable {
    let name: String
    let value: String
}

/// Which names may stand before the `=`.
enum AssignmentNameRule {
    /// A shell variable: letters, digits and `_`, no digit first.
    case option
    /// A trunk: `a-z`, `0-9`, `_` and `-`, at most 64.
    case trunk

    func allows(_ name: some Collection<UInt8>) -> Bool {
        guard let first = name.first else { return false }
        switch self {
        case .option:
            return !(0x30...0x39).contains(first)
                && name.allSatisfy { $0 == 0x5F || $0.isASCIILetter || $0.isASCIIDigit }
        case .trunk:
            return name.count <= 64
                && name.allSatisfy {
                    $0 == 0x5F || $0 == 0x2D || (0x61...0x7A).contains($0) || $0.isASCIIDigit
                }
        }
    }
}

/// Why a line is not an assignment.
struct AssignmentFault: Error, Equatable {
    enum Kind: Error, Equatable {
        case noEqualsSign(String)
        case badName(String, AssignmentNameRule)
        case spaceAroundEqualsSign
        case unclosedQuote(Character)
        case continuedLine
        case expansion(Character)
        case shellCharacter(Character)
        case textAfterValue(String)
    }

    /// The option or trunk the line was about, where that much could be read.
    let name: String?
    let kind: Kind

    /// What is wrong, without a full stop.
    var what: String {
        switch kind {
        case .noEqualsSign(let text): "\(shown(text)) has no \"=\""
        case .badName(let text, .option): "\(shown(text)) cannot be the name of an option"
        case .badName(let text, .trunk): "\(text.inReport) cannot be the name of a trunk"
        case .spaceAroundEqualsSign: "there is a space beside the \"=\""
        case .unclosedQuote(let quote): "the quote \(quote) is not closed on its line"
        case .continuedLine:
            "the line ends in a backslash, and values cannot go on in the next line"
        case .expansion(let sign): "\(sign) would be expanded by a shell, and is not here"
        case .shellCharacter(let sign): "\(sign) without quotes ends a value"
        case .textAfterValue(let text): "\(shown(text)) follows the value"
        }
    }

    /// The text of the line, and nothing of it where it may hold a secret.
    private func shown(_ text: String) -> String {
        let words = text.split { $0 != "_" && !$0.isLetter }.map(String.init)
        return ((name.map { [$0] } ?? []) + words).contains(where: OptionCatalogue.mayBeSecret)
            ? "\"…\"" : text.inReport
    }

    var remedy: String {
        switch kind {
        case .noEqualsSign: "Write NAME=VALUE, or # before a comment."
        case .badName(_, .option): "Use letters, digits and _, with no digit first."
        case .badName(_, .trunk): "Use a-z, 0-9, _ and -, at most 64 of them."
        case .spaceAroundEqualsSign: "Write NAME=VALUE without spaces beside the \"=\"."
        case .unclosedQuote(let quote): "Add the closing \(quote)."
        case .continuedLine: "Write the whole value on one line."
        case .expansion:
            "Write the value itself, or put it in single quotes if it is meant as it stands."
        case .shellCharacter: "Put the value in quotes."
        case .textAfterValue:
            "Put the value in quotes if it contains spaces; write one NAME=VALUE a line."
        }
    }
}

extension UInt8 {
    var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
    var isBlank: Bool { self == 0x20 || self == 0x09 }
}
