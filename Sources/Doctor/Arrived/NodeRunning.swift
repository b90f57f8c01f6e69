package import Troubleshooting

/// Whether a node serves the data directory.
package enum NodeRunning: Examination {
    package static let code = "node_running"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "A node is running"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        switch facts.node {
        case .running(let node):
            return .passed(
                "clearwater \(node.version), pid \(node.pid), has been up for"
                    + " \(Wording.duration(seconds: node.uptime)).")
        case .notRunning:
            return .failed(
                "No node answers in \(facts.place.dataDirectory).",
                remedy: "Start one: \(facts.place.command("serve"))")
        case .silent(let why):
            return .failed(
                "There is a node, and it does not answer: \(why).",
                remedy: "Wait, and ask again; if it stays so, end it with SIGTERM and start it"
                    + " again.")
        }
    }
}
