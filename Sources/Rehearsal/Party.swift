import Foundation
import NIOCore
import NetworkAddresses
import SIPMessages

/// Somebody with a socket who takes part in a rehearsal.
protocol Party: AnyObject {
    var socket: any PartySocket { get }

    func take(_ received: ReceivedMessage)

    /// When `tick` wants to be called next.
    var nextTick: ContinuousClock.Instant? { get }

    func tick(_ now: ContinuousClock.Instant)
}

extension Party {
    /// Answers a request without any further header.
    func answer(_ received: ReceivedMessage, _ status: UInt16, _ reason: StaticString) {
        let response = ResponseBuilder.response(
            to: received.message, status: status, reason: reason, toTag: 1, source: nil)
        socket.send(response, to: received.source)
    }
}

/// Lets the parties play until something has happened, all in one thread.
struct Stage {
    let parties: [any Party]
    /// When the whole rehearsal has to be over.
    let end: ContinuousClock.Instant
    /// True once somebody wants the rehearsal to end.
    let isCancelled: @Sendable () -> Bool

    /// - Returns: false where it has not happened in time.
    func play(atMost patience: Duration, until hasHappened: () -> Bool) throws(RehearsalError)
        -> Bool
    {
        let deadline = min(ContinuousClock.now + patience, end)
        while !hasHappened() {
            guard !isCancelled() else { throw RehearsalError("the rehearsal was broken off") }
            let now = ContinuousClock.now
            guard now < deadline else { return false }
            for party in parties { party.tick(now) }
            let next = parties.compactMap(\.nextTick).reduce(
                min(deadline, now + .milliseconds(200)), min)
            wait(next - now)
            for party in parties {
                while let datagram = party.socket.receive() {
                    guard let received = ReceivedMessage(datagram.bytes, from: datagram.source)
                    else { continue }
                    party.take(received)
                }
            }
        }
        return true
    }

    private func wait(_ duration: Duration) {
        var entries = parties.map {
            pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0)
        }
        // Rounded up: a wait of less than a millisecond would spin.
        poll(&entries, nfds_t(entries.count), Int32(max(0, duration.milliseconds.rounded(.up))))
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }

    /// With one decimal: `0.4 ms`.
    var inMilliseconds: String {
        let tenths = Int((milliseconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) ms"
    }

    /// `0.3 s`, `20 s`.
    var inSeconds: String {
        let tenths = Int((milliseconds / 100).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
