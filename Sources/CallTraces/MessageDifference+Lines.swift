package import Troubleshooting

extension MessageDifference {
    /// What has to be done to the lines of one message to get another's.
    ///
    /// - Parameter before: the message that came in, as text.
    /// - Parameter after: what went out of it.
    package static func between(_ before: String, and after: String) -> [MessageDifference] {
        let old = lines(of: before)
        let new = lines(of: after)
        let head = zip(old, new).prefix { $0 == $1 }.count
        let most = min(old.count, new.count) - head
        let tail = zip(old.reversed(), new.reversed()).prefix(most).prefix { $0 == $1 }.count
        let oldMiddle = old[head..<old.count - tail]
        let newMiddle = new[head..<new.count - tail]
        return old[..<head].map { MessageDifference(kind: .same, line: $0) }
            + middle(oldMiddle, newMiddle)
            + old[(old.count - tail)...].map { MessageDifference(kind: .same, line: $0) }
    }

    /// More lines than a header has are not compared one by one.
    private static let mostComparisons = 250_000

    private static func middle(
        _ old: ArraySlice<String>, _ new: ArraySlice<String>
    ) -> [MessageDifference] {
        guard old.count * new.count <= mostComparisons else {
            return old.map { MessageDifference(kind: .removed, line: $0) }
                + new.map { MessageDifference(kind: .added, line: $0) }
        }
        let old = Array(old)
        let new = Array(new)
        let difference = new.difference(from: old)
        var removed = Set<Int>()
        var added = Set<Int>()
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var result: [MessageDifference] = []
        var place = 0
        for (offset, line) in old.enumerated() {
            if removed.contains(offset) {
                result.append(MessageDifference(kind: .removed, line: line))
                continue
            }
            while added.contains(place) {
                result.append(MessageDifference(kind: .added, line: new[place]))
                place += 1
            }
            result.append(MessageDifference(kind: .same, line: line))
            place += 1
        }
        while place < new.count {
            result.append(MessageDifference(kind: .added, line: new[place]))
            place += 1
        }
        return result
    }

    private static func lines(of text: String) -> [String] {
        var lines = text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).map(String.init)
        while lines.last == "" { lines.removeLast() }
        return lines
    }
}
