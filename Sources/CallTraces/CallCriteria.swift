import NetworkAddresses
import Provisioning
import Troubleshooting

/// Which calls somebody asked for, ready to be compared with.
struct CallCriteria {
    private let filter: CallFilter
    private let digits: String?
    private let network: IPPrefix?

    init(_ filter: CallFilter) throws(ProvisioningError) {
        self.filter = filter
        if let number = filter.number {
            digits = number.filter { $0.isASCII && $0.isNumber }
            guard digits != "" else {
                throw ProvisioningError(
                    .invalid, "\(number) has no digits",
                    remedy: "give a number or the last digits of one")
            }
        } else {
            digits = nil
        }
        if let source = filter.source {
            network = try Self.network(source)
        } else {
            network = nil
        }
    }

    private static func network(_ text: String) throws(ProvisioningError) -> IPPrefix {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if let address = IPAddress(parts[0]) {
            if parts.count == 1 { return IPPrefix(host: address) }
            if parts.count == 2, let length = Int(parts[1]),
                let network = IPPrefix(address, length: length)
            {
                return network
            }
        }
        throw ProvisioningError(
            .invalid, "\(text) is neither an address nor a network",
            remedy: "give one such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32")
    }

    /// - Returns: nil for a call that was not asked for.
    func summary(of call: CallReading, at now: Int64) -> CallSummary? {
        guard filter.kinds.contains(call.kind) else { return nil }
        if let network {
            guard call.messages.contains(where: { network.contains($0.flow.remote.address) })
            else { return nil }
        }
        let summary = call.summary(findings: call.findings(at: now, Cast(call)))
        if filter.failedOnly, !summary.isFailed { return nil }
        if let digits {
            guard
                [summary.caller, summary.called].contains(where: { user in
                    user.filter { $0.isASCII && $0.isNumber }.hasSuffix(digits)
                })
            else { return nil }
        }
        return summary
    }
}
