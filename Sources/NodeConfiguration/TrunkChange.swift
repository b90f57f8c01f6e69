/// What a reload did to the trust in one trunk.
package struct TrunkChange: Hashable, Sendable {
    package let trunk: String
    package let added: [TrunkEntry]
    package let removed: [TrunkEntry]

    /// Compares two sets of trunks by what they trust; how an entry is written and where does not
    /// count.
    ///
    /// - Returns: the trunks that differ, in the order of the new set, then those that are gone.
    /// - Cost: O(number of entries).
    package static func between(
        _ old: [TrunkDefinition], and new: [TrunkDefinition]
    ) -> [TrunkChange] {
        let gone = old.filter { trunk in !new.contains { $0.name == trunk.name } }
        let changes = (new + gone).map { trunk in
            let before = old.first { $0.name == trunk.name }?.entries ?? []
            let after = new.first { $0.name == trunk.name }?.entries ?? []
            let (kindsBefore, kindsAfter) = (Set(before.map(\.kind)), Set(after.map(\.kind)))
            return TrunkChange(
                trunk: trunk.name,
                added: after.filter { !kindsBefore.contains($0.kind) },
                removed: before.filter { !kindsAfter.contains($0.kind) })
        }
        return changes.filter { !$0.added.isEmpty || !$0.removed.isEmpty }
    }
}

extension TrunkChange: CustomStringConvertible {
    /// One line for the log, such as `trunk voxbone: added 192.0.2.1; removed 192.0.2.2`.
    package var description: String {
        let parts = [("added", added), ("removed", removed)]
            .filter { !$0.1.isEmpty }
            .map { word, entries in
                word + " " + entries.map(\.description).joined(separator: ", ")
            }
        return "trunk \(trunk): " + parts.joined(separator: "; ")
    }
}
