import NetworkAddresses

/// Turns the text of options into values, and collects what is wrong with them.
///
/// An option whose last line cannot be read has its default: an earlier line that it was meant to
/// replace is not obeyed in its place, or a list of peers that was narrowed would be as wide as
/// before.
struct OptionReader {
    private(set) var report = ConfigurationReport()
    /// The options whose values were taken.
    private(set) var taken: [String: WrittenOption] = [:]
    private let values: [String: AssignmentFile.Line]

    /// - Parameter lines: of all files, in the order in which the later wins.
    init(_ lines: [AssignmentFile.Line]) {
        values = Dictionary(lines.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    /// True if a line names the option with a value, readable or not.
    func isMentioned(_ name: String) -> Bool { values[name].map { $0.value != "" } ?? false }

    /// - Returns: nil if the option is not set, empty, or not readable.
    func text(_ name: String) -> (value: String, origin: ConfigurationOrigin)? {
        guard let line = values[name], let value = line.value, !value.isEmpty else { return nil }
        return (value, line.origin)
    }

    mutating func number(_ name: String, in range: ClosedRange<UInt32>) -> UInt32? {
        guard let (value, origin) = text(name) else { return nil }
        let digits = value.utf8
        if digits.count <= 10, digits.allSatisfy(\.isASCIIDigit), let number = UInt32(value),
            range.contains(number)
        {
            take(name, "\(number)")
            return number
        }
        refuse(
            name, value, at: origin,
            "is not a number from \(range.lowerBound) to \(range.upperBound)",
            "Write such a number in digits, without a unit.")
        return nil
    }

    mutating func yesOrNo(_ name: String) -> Bool? {
        guard let (value, origin) = text(name) else { return nil }
        let letter = value.uppercased()
        guard letter == "Y" || letter == "N" else {
            refuse(name, value, at: origin, "is neither Y nor N", "Write \(name)=Y or \(name)=N.")
            return nil
        }
        take(name, letter)
        return letter == "Y"
    }

    mutating func absolutePath(_ name: String) -> String? {
        guard let (value, origin) = text(name) else { return nil }
        guard value.hasPrefix("/") else {
            refuse(name, value, at: origin, "is not an absolute path", "Begin it with \"/\".")
            return nil
        }
        take(name, value)
        return value
    }

    /// A host name in lower case, or an address in URI form.
    mutating func host(_ name: String) -> String? {
        guard let (value, origin) = text(name) else { return nil }
        let host = host(value, of: name, at: origin)
        if let host { take(name, host) }
        return host
    }

    /// Like `host`, several with commas, none twice.
    mutating func hosts(_ name: String) -> [String] {
        list(name, as: \.self) { reader, piece, origin in
            reader.host(piece, of: name, at: origin)
        }
    }

    mutating func addresses(_ name: String) -> [IPAddress] {
        list(name, as: \.description) { reader, piece, origin in
            guard let address = IPAddress(piece) else {
                reader.refuse(
                    name, piece, at: origin, "is not an IPv4 or IPv6 address",
                    "Write the address alone, without a port, a length or a zone.")
                return nil
            }
            guard !address.isUnspecified, !address.isMulticast else {
                reader.refuse(
                    name, piece, at: origin, "is not an address that a packet can be sent to",
                    "Write the address of this node itself.")
                return nil
            }
            return address
        }
    }

    mutating func peers(_ name: String) -> TrunkDefinition? {
        guard let (value, origin) = text(name) else { return nil }
        let list = PeerList(value, at: origin)
        report.add(list.report)
        guard !list.entries.isEmpty else { return nil }
        take(name, list.entries.map(\.text).joined(separator: ", "))
        return TrunkDefinition(name: name, entries: list.entries, origin: origin)
    }

    private mutating func host(
        _ value: String, of name: String, at origin: ConfigurationOrigin
    ) -> String? {
        if let host = Self.hostText(value) { return host }
        refuse(
            name, value, at: origin, "is not a host name or an address",
            "Write it alone, without a port, in letters, digits, hyphens and full stops.")
        return nil
    }

    /// - Returns: nil for what is neither a host name nor an address.
    static func hostText(_ value: String) -> String? {
        if let address = IPAddress(value), !address.isUnspecified { return address.hostText }
        return HostName(value)?.text
    }

    private mutating func list<Value: Equatable>(
        _ name: String, as text: (Value) -> String,
        read: (inout OptionReader, String, ConfigurationOrigin) -> Value?
    ) -> [Value] {
        guard let (value, origin) = self.text(name) else { return [] }
        let list = ListText(value)
        var result: [Value] = []
        if list.emptyCount > 0 {
            let text = "The list \(name) has a comma too many."
            report.add(ConfigurationNote(.surplusEntry, at: origin, text))
        }
        for piece in list.pieces {
            guard let value = read(&self, piece, origin) else { continue }
            if result.contains(value) {
                let text = "\(piece.inReport) stands in \(name) twice."
                report.add(ConfigurationNote(.surplusEntry, at: origin, text))
            } else {
                result.append(value)
            }
        }
        if !result.isEmpty { take(name, result.map(text).joined(separator: ", ")) }
        return result
    }

    /// Notes that an option has its effect.
    mutating func take(_ name: String, _ value: String) {
        guard let origin = values[name]?.origin else { return }
        let isSecret = OptionCatalogue.secrets.contains(name)
        taken[name] = WrittenOption(value: isSecret ? "(set)" : value, origin: origin)
    }

    /// Complains about an option without a word of its value, and has it have no effect.
    mutating func refuse(_ name: String, _ what: String, _ remedy: String) {
        guard let origin = values[name]?.origin else { return }
        taken[name] = nil
        report.add(ConfigurationMistake(at: origin, what: "\(name): \(what)", remedy: remedy))
    }

    private mutating func refuse(
        _ name: String, _ value: String, at origin: ConfigurationOrigin, _ what: String,
        _ remedy: String
    ) {
        report.add(
            ConfigurationMistake(
                at: origin, what: "\(name): \(value.inReport) \(what)", remedy: remedy))
    }
}
