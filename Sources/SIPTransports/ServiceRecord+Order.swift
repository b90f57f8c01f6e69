package import Determinism

extension [ServiceRecord] {
    /// The records in the order in which a client tries them.
    ///
    /// RFC 2782, "The format of the SRV RR": by priority; within one, drawn by weight, where
    /// records without weight stand first in the draw and so have a small chance before all others.
    package func inOrderOfTrial(using entropy: inout EntropySource) -> [ServiceRecord] {
        var ordered: [ServiceRecord] = []
        ordered.reserveCapacity(count)
        let priorities = Set(map(\.priority)).sorted()
        for priority in priorities {
            let equals = filter { $0.priority == priority }
            var rest = equals.filter { $0.weight == 0 } + equals.filter { $0.weight > 0 }
            while !rest.isEmpty {
                let total = rest.reduce(0) { $0 + Int($1.weight) }
                let drawn = Int.random(in: 0...total, using: &entropy)
                var sum = 0
                let index = rest.firstIndex { record in
                    sum += Int(record.weight)
                    return sum >= drawn
                }
                ordered.append(rest.remove(at: index!))
            }
        }
        return ordered
    }
}
