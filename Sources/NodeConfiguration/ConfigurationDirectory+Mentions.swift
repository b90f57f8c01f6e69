package import NetworkAddresses

/// A line of the configuration that names addresses and trusts none of them.
package struct ConfigurationMention: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// The line has a mistake: what, and what to do about it.
        case mistake(what: String, remedy: String)
        case comment
        /// Its option does not exist; the nearest one that does.
        case unknownOption(String, nearest: String?)
        /// A later line of the same option counts.
        case overridden(by: ConfigurationOrigin)
    }

    package let origin: ConfigurationOrigin
    package let prefixes: [IPPrefix]
    package let cause: Cause

    package init(origin: ConfigurationOrigin, prefixes: [IPPrefix], cause: Cause) {
        self.origin = origin
        self.prefixes = prefixes
        self.cause = cause
    }
}

extension ConfigurationDirectory {
    /// More lines than this that trust nobody are not looked at.
    private static let mostMentions = 1000

    /// Lines whose addresses an operator may take for trusted.
    ///
    /// - Cost: reads the files once more; for people who ask.
    package func mentions() -> [ConfigurationMention] {
        let loaded = load()
        let options = Self.optionFileNames.flatMap {
            AssignmentFile(path: path(of: $0), names: .option).lines
        }
        let trusting = options.filter { $0.name == TrunkDefinition.optionName }
        var mentions: [ConfigurationMention] = []
        for name in Self.fileNames {
            guard case .bytes(let bytes) = ConfigurationText.read(path(of: name)) else { continue }
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where mentions.count < Self.mostMentions {
                let origin = ConfigurationOrigin(file: path(of: name), line: index + 1)
                guard let cause = Self.cause(line, origin, loaded.mistakes, options, trusting)
                else { continue }
                let prefixes = Self.prefixes(in: line)
                guard !prefixes.isEmpty else { continue }
                mentions.append(
                    ConfigurationMention(origin: origin, prefixes: prefixes, cause: cause))
            }
        }
        return mentions
    }

    private static func cause(
        _ line: ArraySlice<UInt8>, _ origin: ConfigurationOrigin,
        _ mistakes: [ConfigurationMistake], _ options: [AssignmentFile.Line],
        _ trusting: [AssignmentFile.Line]
    ) -> ConfigurationMention.Cause? {
        if let mistake = mistakes.first(where: { $0.origin == origin }) {
            return .mistake(what: mistake.what, remedy: mistake.remedy)
        }
        if line.trimmed.first == UInt8(ascii: "#") {
            // What a preset brought along says where its list is from.
            return line.starts(with: Array("# trunk ".utf8)) ? nil : .comment
        }
        guard let option = options.first(where: { $0.origin == origin }) else { return nil }
        if option.name == TrunkDefinition.optionName {
            guard let last = trusting.last, last.origin != origin else { return nil }
            return .overridden(by: last.origin)
        }
        guard OptionCatalogue.state(of: option.name) == nil else { return nil }
        return .unknownOption(option.name, nearest: OptionCatalogue.nearest(to: option.name))
    }

    /// Everything in a line that reads as an address or a network.
    private static func prefixes(in line: ArraySlice<UInt8>) -> [IPPrefix] {
        let words = line.split {
            !($0.isASCIIDigit || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
                || $0 == 0x2E || $0 == 0x3A || $0 == 0x2F)
        }
        return words.compactMap { word in
            let text = String(decoding: word, as: UTF8.self)
            guard let entry = try? TrunkEntry.read(text).entry,
                case .prefix(let prefix) = entry.kind
            else { return nil }
            return prefix
        }
    }
}
