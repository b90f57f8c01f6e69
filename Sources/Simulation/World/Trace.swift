import Determinism
import SIPTestKit
import SIPTransports

/// Everything that went in and out of the node, as one number: two runs of one seed must agree in
/// it.
struct Trace {
    private var hash = KeyedHash(KeyedHash.Key(k0: 1, k1: 2))
    private(set) var messages = 0
    /// Set to see the messages go by.
    var prints = false

    mutating func note(
        _ arrow: StaticString, _ message: MessageView, over flow: Flow, at time: Instant
    ) {
        messages += 1
        hash.combine(UInt64(bitPattern: time.nanoseconds))
        hash.combine(flow.connection)
        hash.combine(UInt64(flow.remote.port))
        var text = message.text
        text.withUTF8 { bytes in for byte in bytes { hash.combine(byte) } }
        guard prints else { return }
        let milliseconds = time.nanoseconds / 1_000_000
        print(
            "\(milliseconds) ms \(arrow) \(flow.remote) \(flow.transport.viaName)"
                + " \(message.startLine) [\(message.method) \(message.callID) \(message.branch)]")
    }

    mutating func note(_ text: String, at time: Instant) {
        guard prints else { return }
        print("\(time.nanoseconds / 1_000_000) ms -- \(text)")
    }

    var fingerprint: UInt128 { hash.finalize() }
}
