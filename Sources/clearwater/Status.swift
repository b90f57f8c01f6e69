import ArgumentParser
import NodeControl

/// Shows how a running node fares.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how the running node fares.",
        discussion: """
            Listeners, trunks with what their host names stand for now, registrations, calls in \
            setup, and who was refused in the last hour and why. Asks the node that runs on the \
            data directory; fails if there is none.
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var listing: ListingOptions

    func run() throws {
        let reply = try ControlClient(directory: directories.dataPath).call(.status)
        switch reply {
        case .status(let status): say(listing.isJSON ? try status.json() : status.text)
        case .failed(let reason): throw Complaint(reason)
        default:
            throw Complaint(
                "the running node answered something else; use the clearwater of its version")
        }
    }
}

extension NodeStatus {
    /// As a person reads it.
    fileprivate var text: String {
        var lines = [
            "clearwater \(version), pid \(pid), up \(Self.duration(uptime))\(isDraining ? ", draining" : "")",
            "domain \(homeDomain), configuration \(configurationDirectory), data \(dataDirectory)",
            "", "LISTENERS",
        ]
        lines += listeners.map { listener in
            let host = listener.address.contains(":") ? "[\(listener.address)]" : listener.address
            return "  \(listener.transport) \(host):\(listener.port)"
        }
        lines += traffic.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map {
            "  \($0.key): \($0.value)"
        }
        lines +=
            ["", "TRUNKS"]
            + (trunks.isEmpty ? ["  none: nobody's calls are taken"] : trunks.flatMap(\.lines))
        lines += ["", "REGISTRATIONS  \(registered) of \(counted(subscribers, "subscriber"))"]
        lines += registrations.map {
            "  \($0.number)  \(counted($0.contacts, "contact")) over \($0.transports.joined(separator: ", "))"
        }
        if registered > registrations.count {
            lines.append("  … and \(registered - registrations.count) more")
        }
        lines += ["", "CALLS IN SETUP  \(callsInSetup)", "", "REFUSED IN THE LAST HOUR"]
        lines += refusals.isEmpty ? ["  nobody"] : refusals.flatMap(\.lines)
        if !mistakes.isEmpty { lines += ["", "CONFIGURATION"] + mistakes.map { "  " + $0 } }
        return lines.joined(separator: "\n")
    }

    fileprivate static func duration(_ seconds: Int) -> String {
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        if days > 0 { return "\(days) d \(hours % 24) h" }
        if hours > 0 { return "\(hours) h \(minutes % 60) min" }
        return minutes > 0 ? "\(minutes) min \(seconds % 60) s" : "\(seconds) s"
    }
}

extension TrunkStatus {
    fileprivate var lines: [String] {
        ["  \(name)  (\(origin ?? "in memory, for a demonstration"))"]
            + peers.flatMap { peer in
                let addresses =
                    peer.addresses.isEmpty ? "" : " = " + peer.addresses.joined(separator: ", ")
                let line = "    \(peer.entry)\(addresses)" + (peer.problem.map { "  \($0)" } ?? "")
                return [line] + peer.pings.map { "      " + $0 }
            }
    }
}

extension RefusalStatus {
    fileprivate var lines: [String] {
        [
            "  \(source)  \(counted(count, "time")), \(NodeStatus.duration(lastSecondsAgo)) ago: "
                + "\(lastMethod) \(lastCalled): \(reason)",
            "    \(remedy)",
        ]
    }
}
