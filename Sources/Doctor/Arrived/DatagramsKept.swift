package import Troubleshooting

/// Whether what arrives is read, and is SIP.
package enum DatagramsKept: Examination {
    package static let code = "datagrams_kept"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "What arrives is read"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil else { return nil }
        let arrivals = facts.arrivals
        let dropped = facts.listening.sockets.reduce(0) { $0 + $1.dropped }
        var evidence = [
            "\(Wording.counted(Int(arrivals.messages), "message")) arrived since the start;"
                + " the system dropped \(Wording.counted(dropped, "datagram"))."
        ]
        if arrivals.discarded > 0 {
            evidence.append(
                "\(Wording.counted(Int(arrivals.discarded), "packet")) were discarded: they were no"
                    + " SIP, or answered nothing.")
        }
        guard dropped > 0 else { return .passed(evidence) }
        return .warning(
            evidence,
            remedy: "Give the socket more room: sudo sysctl net.core.rmem_max=8388608; if it goes"
                + " on, the node has too little processor time.")
    }
}
