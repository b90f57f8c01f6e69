package import Troubleshooting

/// Whether somebody has the number, and what it was looked up by.
package enum NumberExists: Examination {
    package static let code = "number_exists"
    package static let part = DoctorCheck.Part.onNet
    package static let title = "The number exists"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard let number = facts.number else { return nil }
        guard let key = number.key else {
            return .failed(
                "\(number.asked) can be no number and no name.",
                remedy: "Write it like +15551000000 or alice.")
        }
        let normalised = "\(number.asked) is looked up as \(key)"
        switch number.holder {
        case .unknown(let why): return .unknown("\(normalised), and \(why).")
        case .known(let holder?):
            return .passed("\(normalised), which is \(holder.identities.asked ?? holder.user).")
        case .known(nil):
            let nearest = NearestNumbers.of(key, among: number.neighbours)
            let add = facts.place.command("subscriber add \(number.asked)")
            guard let first = nearest.first else {
                return .failed(
                    "\(normalised), and nobody has that number, nor one like it.",
                    remedy: "Create it: \(add)")
            }
            return .failed(
                "\(normalised), and nobody has that number.",
                "The nearest that exist: \(nearest.joined(separator: ", ")).",
                remedy: "Have the provider send \(first) if that is meant, or create it: \(add)")
        }
    }
}

extension [NumberFacts.Identity] {
    /// The identity that the number in question leads to.
    fileprivate var asked: String? { first(where: \.isAsked)?.uri }
}
