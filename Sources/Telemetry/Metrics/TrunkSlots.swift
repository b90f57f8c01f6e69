/// Gives each trunk a small number, so that counting needs no table of names.
///
/// Trunks come and go with the configuration; a slot stays its trunk's, and what comes after the
/// last slot is counted together: the metrics have a bounded size whatever is configured.
struct TrunkSlots: Sendable {
    /// Slots in all: one for whoever is no trunk, one for trunks beyond the limit.
    static let count = 66
    static let none = 0
    static let beyond = 1

    private var names: ContiguousArray<String> = []

    /// - Cost: one comparison a trunk; names of up to 15 octets need no memory of their own.
    mutating func slot(of trunk: String?) -> Int {
        guard let trunk else { return Self.none }
        if let place = names.firstIndex(of: trunk) { return place + 2 }
        guard names.count < Self.count - 2 else { return Self.beyond }
        names.append(trunk)
        return names.count + 1
    }

    /// What the slot is called in a label; no trunk's name has a bracket.
    func label(_ slot: Int) -> String {
        switch slot {
        case Self.none: "(none)"
        case Self.beyond: "(others)"
        default: names[slot - 2]
        }
    }

    /// The slots in use.
    var used: Range<Int> { 0..<names.count + 2 }
}
