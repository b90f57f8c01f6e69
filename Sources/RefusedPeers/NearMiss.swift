/// Why a source that was refused may be meant to be let in.
package struct NearMiss: Hashable, Sendable {
    /// The strongest evidence first.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case trustedByNow
        case keptFromForce
        case lineWithMistake
        case lineWithoutEffect
        case missingFromTrunk
        case presetUnused
        case writtenWrongly
        case formerAddress
        case unconfirmedAddress
        case mediaAddress
        case translated
        case sameNetwork
        case thisNode
        case privateAddress
        case nameWithoutAddress
    }

    package let kind: Kind
    /// A clause without a full stop that begins with `it`, or names the evidence.
    package let sentence: String
    /// What would let it in, or mend what is wrong: a command, a line or a clause.
    package let remedy: String?

    package init(_ kind: Kind, _ sentence: String, remedy: String? = nil) {
        self.kind = kind
        self.sentence = sentence
        self.remedy = remedy
    }
}
