import Determinism
import NetworkAddresses
import SIPProxying
import SIPTransports
import Testing

/// The token of a Record-Route: comes back as it went, and from nobody else.
struct FlowTokenTests {
    private static let key = KeyedHash.Key(k0: 11, k1: 22)
    private static let v4 = SocketEndpoint(IPAddress("203.0.113.5")!, 5062)
    private static let v6 = SocketEndpoint(IPAddress("2001:db8::5")!, 65_535)
    private static let sides: [FlowToken.Side] = [
        .routeSet, .connection(v4, listener: 0), .connection(v6, listener: 255),
        .flow(.udp, v4, listener: 3),
        .flow(.udp, v6, listener: 0), .flow(.tcp, v4, listener: 1), .flow(.tcp, v6, listener: 2),
    ]

    private static func text(
        _ token: FlowToken, dialog: String = "call-1", key: KeyedHash.Key = key
    ) -> [UInt8] {
        token.text(key: key, dialog: Array(dialog.utf8).span)
    }

    private static func read(_ text: [UInt8], dialog: String = "call-1", key: KeyedHash.Key = key)
        -> FlowToken?
    {
        FlowToken(text: text.span, key: key, dialog: Array(dialog.utf8).span)
    }

    @Test func `Every pair of sides comes back as it was`() {
        for caller in Self.sides {
            for callee in Self.sides {
                let token = FlowToken(caller: caller, callee: callee, callerTag: 0xDEAD_BEEF)
                #expect(Self.read(Self.text(token)) == token)
            }
        }
    }

    @Test func `Its text is made of what a URI's user part may have, and is short`() {
        for side in Self.sides {
            let text = Self.text(FlowToken(caller: side, callee: side, callerTag: 1))
            #expect(text.count <= 96)
            #expect(
                text.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                        || (0x61...0x7A).contains(byte)
                        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                })
        }
    }

    @Test func `With any one bit changed it is nobody's`() {
        let text = Self.text(FlowToken(caller: Self.sides[1], callee: Self.sides[4], callerTag: 77))
        for index in text.indices {
            for bit in 0..<8 as Range<UInt8> {
                var changed = text
                changed[index] ^= 1 << bit
                #expect(Self.read(changed) == nil, "bit \(bit) of character \(index)")
            }
        }
    }

    @Test func `Cut off or made longer it is nobody's`() {
        let text = Self.text(FlowToken(caller: .routeSet, callee: Self.sides[3], callerTag: 77))
        for length in 0..<text.count { #expect(Self.read(Array(text[..<length])) == nil) }
        #expect(Self.read(text + [UInt8(ascii: "A")]) == nil)
        #expect(Self.read(text + text) == nil)
        #expect(Self.read(Array(repeating: UInt8(ascii: "A"), count: 10_000)) == nil)
    }

    @Test func `In another dialog or under another key it is nobody's`() {
        let text = Self.text(FlowToken(caller: .routeSet, callee: Self.sides[3], callerTag: 77))
        #expect(Self.read(text, dialog: "call-2") == nil)
        #expect(Self.read(text, dialog: "") == nil)
        #expect(Self.read(text, key: .init(k0: 11, k1: 23)) == nil)
    }

    @Test func `The fingerprint of a tag depends on the tag and the key`() {
        func fingerprint(_ tag: String, _ key: KeyedHash.Key) -> UInt32 {
            FlowToken.fingerprint(ofTag: Array(tag.utf8).span, key: key)
        }
        #expect(fingerprint("a", Self.key) == fingerprint("a", Self.key))
        #expect(fingerprint("a", Self.key) != fingerprint("b", Self.key))
        #expect(fingerprint("a", Self.key) != fingerprint("a", .init(k0: 1, k1: 2)))
    }
}
