import Determinism
import Foundation
import IMSEngine
import NetworkAddresses
import NodeConfiguration
import NodeControl
import SIPTransportNIO
import SIPTransports
import Storage

/// What the control socket asks of a running node.
extension Node {
    func answer(_ request: ControlRequest) async -> ControlReply {
        switch request {
        case .status:
            do {
                return .status(try await status())
            } catch {
                return .failed(reason: "\(error)")
            }
        case .subscribersChanged:
            do {
                try await readChanges()
                return .done
            } catch {
                return .failed(reason: "\(error)")
            }
        case .reload:
            let before = settings.trunks
            let loaded = reload()
            return .reloaded(
                ReloadOutcome(
                    isInForce: !loaded.report.hasMistakes,
                    mistakes: loaded.mistakes.map(\.description),
                    changes: TrunkChange.between(before, and: settings.trunks).map(\.description)))
        case .checkTrust(let address):
            return checkTrust(address)
        case .trustForDemonstration(let addresses, let seconds):
            return trustForDemonstration(addresses, seconds: seconds)
        case .refusedPeers:
            do {
                return .refusedPeers(try await refusedPeers())
            } catch {
                return .failed(reason: "\(error)")
            }
        case .doctor(let order):
            return .doctor(await examine(order))
        case .calls(let filter, let mark):
            return await calls(filter, after: mark)
        case .call(let id, let showsSecrets):
            return await call(id, showsSecrets: showsSecrets)
        case .beginTrunkTest(let order):
            do {
                return .trunkTest(try await begin(order))
            } catch {
                return .failed(reason: error.description)
            }
        case .trunkTest(let number):
            guard let progress = progress(number) else {
                return .failed(reason: "there is no test of the number \(number) any more")
            }
            return .trunkTest(progress)
        case .supportBundle(let id):
            return await bundle(id)
        case .explain(let message, let source, let transport, let ifTrusted):
            return await explained(message, source, transport, ifTrusted: ifTrusted)
        }
    }

    private func checkTrust(_ text: String) -> ControlReply {
        guard let address = IPAddress(text) else {
            return .failed(
                reason: "\(text) is no address; give one such as 192.0.2.1 or 2001:db8::1")
        }
        let table = trust.table
        let unresolved = trust.hostNames.filter { trust.addresses[$0, default: []].isEmpty }
            .sorted()
        guard let place = table.match(address) else {
            return .trust(
                TrustVerdict(address: "\(address)", trust: nil, unresolvedNames: unresolved))
        }
        let entry = table.entries[place]
        let origin = settings.trunks.first { $0.name == entry.trunk }?.origin.description
        return .trust(
            TrustVerdict(
                address: "\(address)",
                trust: TrustVerdict.Trust(trunk: entry.trunk, entry: entry.text, origin: origin),
                unresolvedNames: unresolved))
    }

    /// Trusts addresses for a while; a later call takes the place of an earlier one.
    private func trustForDemonstration(_ texts: [String], seconds: Int) -> ControlReply {
        let addresses = texts.compactMap { IPAddress($0) }
        guard addresses.count == texts.count else {
            return .failed(reason: "not all of \(texts) are addresses")
        }
        guard (0...ControlRequest.longestDemonstration).contains(seconds) else {
            return .failed(
                reason: "a demonstration lasts at most \(ControlRequest.longestDemonstration) s")
        }
        demonstrations += 1
        trust.demonstration = seconds > 0 ? addresses : []
        takeOverSettings()
        logger.notice(
            "trust changed: demonstration",
            metadata: [
                "addresses": "\(trust.demonstration.map(\.description).joined(separator: ","))"
            ])
        let number = demonstrations
        Task {
            try? await Task.sleep(for: .seconds(seconds))
            self.endDemonstration(number)
        }
        return .done
    }

    private func endDemonstration(_ number: Int) {
        guard number == demonstrations, !trust.demonstration.isEmpty else { return }
        trust.demonstration = []
        takeOverSettings()
        logger.notice("trust changed: the demonstration is over")
    }
}
