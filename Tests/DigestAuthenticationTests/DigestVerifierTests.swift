import Determinism
import DigestAuthentication
import Subscribers
import Testing

@Suite struct DigestVerifierTests {
    static let realm = "example.com"
    let start = WallTime(milliseconds: 1_700_000_000_000)
    var verifier = verifier()
    let subscriber = Subscriber(
        id: 1, user: "+15551000000",
        digestHashes: DigestUsername.spellings(of: "+15551000000", realm: realm).map {
            DigestHash(username: $0, realm: realm, password: "secret")
        })

    @Test("A challenge names realm, nonce, algorithm and quality, and stale only when it is")
    mutating func challenge() {
        let fresh = String(decoding: verifier.challenge(stale: false, now: start), as: UTF8.self)
        #expect(fresh.hasPrefix("Digest realm=\"example.com\",nonce=\""))
        #expect(fresh.hasSuffix("\",algorithm=MD5,qop=\"auth\""))
        let stale = String(decoding: verifier.challenge(stale: true, now: start), as: UTF8.self)
        #expect(stale.hasSuffix("\",algorithm=MD5,qop=\"auth\",stale=true"))
    }

    @Test("A realm with quotes is escaped")
    func realmIsEscaped() {
        let text = Challenge(realm: #"a"b\c"#).write(stale: false) { $0.append(UInt8(ascii: "n")) }
        #expect(
            String(decoding: text, as: UTF8.self)
                == #"Digest realm="a\"b\\c",nonce="n",algorithm=MD5,qop="auth""#)
    }

    @Test(
        "Every spelling of the user name proves the subscriber",
        arguments: [
            "+15551000000", "+15551000000@example.com", "15551000000", "15551000000@example.com",
        ])
    mutating func spellings(username: String) throws {
        let answer = Answer(nonce: nonce(), username: username)
        #expect(judge(answer) == .verified)
    }

    @Test("A nonce serves many requests with rising counts, each once")
    mutating func counts() {
        var answer = Answer(nonce: nonce())
        for count in 1...20 {
            answer.count = count
            #expect(judge(answer) == .verified)
            #expect(judge(answer) == .replayed)
        }
        answer.count = 5
        #expect(judge(answer) == .replayed)
    }

    @Test("Without qop a nonce serves one request")
    mutating func withoutQuality() {
        var answer = Answer(nonce: nonce())
        answer.count = nil
        #expect(judge(answer) == .verified)
        #expect(judge(answer) == .replayed)
        answer.count = 1
        #expect(judge(answer) == .replayed)
    }

    @Test("Capital hexadecimal digits in the nonce count are hashed as written")
    mutating func capitalCount() {
        var answer = Answer(nonce: nonce())
        answer.count = 0xAB
        answer.capitals = true
        #expect(judge(answer) == .verified)
    }

    @Test("A wrong password, another method and another URI in the digest are wrong")
    mutating func wrong() {
        let nonce = nonce()
        #expect(judge(Answer(nonce: nonce, password: "Secret")) == .wrong)
        #expect(judge(Answer(nonce: nonce, method: "INVITE")) == .wrong)
        var answer = Answer(nonce: nonce)
        answer.writtenURI = "sip:elsewhere.org"
        #expect(judge(answer) == .wrong)
        #expect(judge(Answer(nonce: nonce, username: "15551000001")) == .wrong)
        #expect(judge(Answer(nonce: nonce)) == .verified, "a wrong answer uses nothing up")
    }

    @Test(
        "The right password with an old, forged or foreign nonce is stale, a wrong one stays wrong")
    mutating func stale() {
        let nonce = nonce()
        let later = WallTime(milliseconds: start.milliseconds + 3_601_000)
        #expect(judge(Answer(nonce: nonce), now: later) == .stale)
        #expect(judge(Answer(nonce: nonce, password: "x"), now: later) == .wrong)
        #expect(judge(Answer(nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093")) == .stale)
        #expect(judge(Answer(nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093", password: "x")) == .wrong)
        verifier = Self.verifier(seed: 2)
        #expect(judge(Answer(nonce: nonce)) == .stale)
    }

    @Test("A replay across a restart is refused")
    mutating func restart() {
        let answer = Answer(nonce: nonce())
        #expect(judge(answer) == .verified)
        verifier = Self.verifier(seed: 2)
        #expect(judge(answer) == .stale)
    }

    @Test("Credentials for another realm are not ours to judge")
    mutating func otherRealm() {
        #expect(judge(Answer(nonce: nonce(), realm: "example.org")) == .otherRealm)
    }

    @Test("No single changed octet of good credentials proves anybody")
    mutating func mutations() throws {
        let answer = Answer(nonce: nonce())
        let header = Array(answer.header.utf8)
        var judged = 0
        for index in header.indices {
            for byte in UInt8(0x20)...0x7F where byte != header[index] {
                var changed = header
                changed[index] = byte
                guard case .digest(let credentials) = DigestCredentials.parse(changed.span) else {
                    continue
                }
                judged += 1
                var copy = verifier
                let outcome = copy.verify(
                    credentials, method: Array("REGISTER".utf8).span, subscriber: subscriber,
                    now: start)
                guard outcome == .verified else { continue }
                // What plays no part in the digest may change: case, white space, what is dropped
                // or unquoted.
                #expect(!Self.isSignificant(header, index, byte), "octet \(index) became \(byte)")
            }
        }
        #expect(judged > 1000)
        #expect(judge(answer) == .verified)
    }

    /// A changed octet matters unless it is a letter's case in a name or in hexadecimal digits, or
    /// lies in `opaque`, or turns an optional parameter's name into an unknown one.
    private static func isSignificant(_ header: [UInt8], _ index: Int, _ byte: UInt8) -> Bool {
        if header[index] ^ byte == 0x20, byte & 0x5F >= 0x41, byte & 0x5F <= 0x5A {
            let text = String(decoding: header[..<index], as: UTF8.self)
            let quoted =
                text.split(separator: "\"", omittingEmptySubsequences: false).count % 2 == 0
            return quoted && !text.hasSuffix("response=\"") && !text.contains("response=\"")
        }
        let text = String(decoding: header, as: UTF8.self)
        let places = ["algorithm", "opaque=\"o"].compactMap { word in
            text.firstRange(of: word).map { range in
                text.utf8.distance(
                    from: text.startIndex, to: range.lowerBound)..<text.utf8.distance(
                        from: text.startIndex, to: range.upperBound)
            }
        }
        return !places.contains { $0.contains(index) }
    }

    private mutating func nonce() -> String {
        let text = String(decoding: verifier.challenge(stale: false, now: start), as: UTF8.self)
        return String(text.split(separator: "\"")[3])
    }

    private mutating func judge(_ answer: Answer, now: WallTime? = nil) -> DigestVerifier.Outcome? {
        guard let credentials = digest(answer.header) else { return nil }
        return verifier.verify(
            credentials, method: Array("REGISTER".utf8).span, subscriber: subscriber,
            now: now ?? start)
    }

    static func verifier(seed: UInt64 = 1) -> DigestVerifier {
        var entropy = EntropySource(seed: seed)
        return DigestVerifier(
            realm: realm, key: [UInt8](repeating: 7, count: 32), entropy: &entropy)
    }
}

/// A phone's answer to a challenge.
struct Answer {
    var nonce: String
    var username = "+15551000000"
    var realm = DigestVerifierTests.realm
    var password = "secret"
    var method = "REGISTER"
    var uri = "sip:example.com"
    /// What the header says, where it differs from what was hashed.
    var writtenURI: String?
    var count: Int? = 1
    var capitals = false

    init(
        nonce: String, username: String = "+15551000000", realm: String = DigestVerifierTests.realm,
        password: String = "secret", method: String = "REGISTER"
    ) {
        self.nonce = nonce
        self.username = username
        self.realm = realm
        self.password = password
        self.method = method
    }

    var header: String {
        var nonceCount = ""
        if let count {
            nonceCount = String(count, radix: 16, uppercase: capitals)
            nonceCount = String(repeating: "0", count: 8 - nonceCount.count) + nonceCount
        }
        var hash = ColonHash()
        let response = DigestResponse.expected(
            ha1: DigestHash(username: username, realm: realm, password: password),
            method: Array(method.utf8).span, uri: Array(uri.utf8).span,
            nonce: Array(nonce.utf8).span,
            nonceCount: Array(nonceCount.utf8).span, cnonce: Array("c0ffee".utf8).span, using: &hash
        )
        let hex = [response.high, response.low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        let quality = count == nil ? "" : ",cnonce=\"c0ffee\",qop=auth,nc=\(nonceCount)"
        return """
            Digest username="\(username)",realm="\(realm)",nonce="\(nonce)",\
            uri="\(writtenURI ?? uri)",\
            response="\(hex)",algorithm=MD5,opaque="o"\(quality)
            """
    }
}
