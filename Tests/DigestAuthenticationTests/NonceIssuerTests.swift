import Determinism
import DigestAuthentication
import Testing

@Suite struct NonceIssuerTests {
    let start = WallTime(milliseconds: 1_700_000_000_000)
    var issuer = nonceIssuer(seed: 1)

    @Test(
        "A nonce is 40 safe characters, unlike any other, and bears the next serial number"
    )
    mutating func issued() {
        var seen: Set<[UInt8]> = []
        for serial in 1...500 {
            let nonce = issuedNonce(&issuer, start)
            #expect(nonce.count == 40)
            let isSafe = nonce.allSatisfy { byte in
                let character = Character(UnicodeScalar(byte))
                return character.isASCII
                    && (character.isLetter || character.isNumber || "-_".contains(character))
            }
            #expect(isSafe)
            #expect(seen.insert(nonce).inserted)
            let id = NonceID(serial: UInt64(serial), issued: 1_700_000_000)
            #expect(issuer.check(nonce.span, now: start) == .valid(id))
        }
    }

    @Test("A nonce is valid for its lifetime and not a second longer")
    mutating func lifetime() {
        let nonce = issuedNonce(&issuer, start)
        let last = WallTime(milliseconds: start.milliseconds + 3_600_000)
        #expect(
            issuer.check(nonce.span, now: last) == .valid(NonceID(serial: 1, issued: start.seconds))
        )
        #expect(
            issuer.check(nonce.span, now: WallTime(milliseconds: last.milliseconds + 1000))
                == .expired)
    }

    @Test("A nonce from the future has expired")
    mutating func future() {
        let nonce = issuedNonce(&issuer, start)
        #expect(
            issuer.check(nonce.span, now: WallTime(milliseconds: start.milliseconds - 1))
                == .expired)
    }

    @Test("A nonce of an earlier run with the same key has expired, one with another key is forged")
    mutating func otherIssuers() {
        let nonce = issuedNonce(&issuer, start)
        #expect(nonceIssuer(seed: 2).check(nonce.span, now: start) == .expired)
        var entropy = EntropySource(seed: 1)
        let stranger = NonceIssuer(key: [UInt8](repeating: 8, count: 32), entropy: &entropy)
        #expect(stranger.check(nonce.span, now: start) == .forged)
    }

    @Test("Every changed character and every other length is forged")
    mutating func mutations() {
        let nonce = issuedNonce(&issuer, start)
        for index in nonce.indices {
            for byte in UInt8.min...UInt8.max where byte != nonce[index] {
                var changed = nonce
                changed[index] = byte
                #expect(issuer.check(changed.span, now: start) == .forged)
            }
        }
        for length in nonce.indices {
            #expect(issuer.check(nonce.span.extracting(0..<length), now: start) == .forged)
        }
        #expect(issuer.check((nonce + nonce).span, now: start) == .forged)
    }

    @Test("The signature is the head of an HMAC-SHA-256")
    func tag() {
        // Computed with Python's hmac over key 00 01 .. 1f and text "clearwater".
        let tag = SecretKeyedTag(key: Array(0..<32)).tag(of: Array("clearwater".utf8).span)
        #expect(tag == 0x585b_6540_6010_50a4_4caf_c72e)
    }
}

func nonceIssuer(seed: UInt64) -> NonceIssuer {
    var entropy = EntropySource(seed: seed)
    return NonceIssuer(key: [UInt8](repeating: 7, count: 32), entropy: &entropy)
}

func issuedNonce(_ issuer: inout NonceIssuer, _ now: WallTime) -> [UInt8] {
    var nonce: [UInt8] = []
    issuer.issue(now: now, to: &nonce)
    return nonce
}
