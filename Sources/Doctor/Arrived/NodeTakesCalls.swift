package import Troubleshooting

/// Whether the node is open for new calls.
package enum NodeTakesCalls: Examination {
    package static let code = "node_takes_calls"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "The node takes new calls"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard let node = facts.node.running else { return nil }
        guard node.isDraining else { return .passed("It is not draining.") }
        return .failed(
            "It is draining: somebody asked it to end, and new requests are answered 503.",
            remedy: "When it has ended, start it again: \(facts.place.command("serve"))")
    }
}
