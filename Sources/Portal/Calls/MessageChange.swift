package import Troubleshooting

/// What this node changed in a message that it passed on.
package enum MessageChange {
    /// More lines of a message are not compared: somebody sent them to keep us busy.
    static let mostLines = 400

    /// Every line of both, in order.
    package static func lines(from old: String, to new: String) -> [MessageDifference] {
        let (old, new) = (split(old), split(new))
        let difference = new.difference(from: old)
        let removed = Set(difference.removals.map(place))
        let added = Set(difference.insertions.map(place))
        var lines: [MessageDifference] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if removed.contains(i) {
                lines.append(MessageDifference(kind: .removed, line: old[i]))
                i += 1
            } else if added.contains(j) {
                lines.append(MessageDifference(kind: .added, line: new[j]))
                j += 1
            } else {
                lines.append(MessageDifference(kind: .same, line: new[j]))
                i += 1
                j += 1
            }
        }
        return lines
    }

    private static func split(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .prefix(mostLines).map(String.init)
    }

    private static func place(_ change: CollectionDifference<String>.Change) -> Int {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
