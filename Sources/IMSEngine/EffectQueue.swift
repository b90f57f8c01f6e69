/// The effects of a turn, in order; kept and used again so that a turn allocates nothing for it.
package struct EffectQueue: Sendable {
    private var effects: ContiguousArray<Effect> = []

    package init() {}

    package var isEmpty: Bool { effects.isEmpty }

    package mutating func append(_ effect: consuming Effect) { effects.append(effect) }

    /// Hands out every effect in order and is empty afterwards.
    package mutating func drain(_ carryOut: (consuming Effect) -> Void) {
        for effect in effects { carryOut(effect) }
        effects.removeAll(keepingCapacity: true)
    }
}
