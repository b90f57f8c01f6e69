import DigestAuthentication
import Subscribers
import Testing

@Suite struct DigestCredentialsTests {
    static let usual = """
        Digest username="+15551000000", realm="example.com",\tnonce="n0", uri="sip:example.com", \
        response="6629fae49393a05397450978507c4ef1", algorithm=MD5, cnonce="c0", opaque="", \
        qop=auth, nc=0000000A
        """

    @Test("The usual header is read whole")
    func usual() throws {
        let credentials = try #require(digest(Self.usual))
        #expect(text(credentials.username) == "+15551000000")
        #expect(text(credentials.realm) == "example.com")
        #expect(text(credentials.nonce) == "n0")
        #expect(text(credentials.uri) == "sip:example.com")
        #expect(text(credentials.cnonce) == "c0")
        #expect(text(credentials.opaque) == "")
        #expect(text(credentials.nonceCountText) == "0000000A")
        #expect(credentials.nonceCount == 10)
        #expect(credentials.hasQualityOfProtection)
        #expect(
            credentials.response
                == DigestHash(high: 0x6629_fae4_9393_a053, low: 0x9745_0978_507c_4ef1))
    }

    @Test("Scheme and names are read in any case, folded lines are white space")
    func caseAndFolds() throws {
        let header =
            "dIGEST USERNAME=\"a\",Realm = \"r\"\r\n ,NONCE=\"\",uri=\"u\",Response=\"\(zeros)\"  "
        let credentials = try #require(digest(header))
        #expect(text(credentials.username) == "a")
        #expect(text(credentials.nonce) == "")
        #expect(credentials.nonceCount == nil)
        #expect(!credentials.hasQualityOfProtection)
    }

    @Test("Escapes in quoted strings are undone")
    func escapes() throws {
        let credentials = try #require(digest(minimal(username: #"a\"b\\c\d, realm=\"x"#)))
        #expect(text(credentials.username) == #"a"b\cd, realm="x"#)
    }

    @Test("Quoted qop, algorithm and nc are taken as unquoted")
    func quotedTokens() throws {
        let more = ",qop=\"auth\",algorithm=\"md5\",nc=\"00000001\",cnonce=\"c\""
        let credentials = try #require(digest(minimal() + more))
        #expect(credentials.hasQualityOfProtection)
        #expect(credentials.nonceCount == 1)
    }

    @Test("Unknown parameters are skipped, a cnonce without qop does no harm")
    func unknownParameters() {
        #expect(digest(minimal() + ",auts=\"x\",fancy=token") != nil)
        #expect(digest(minimal() + ",cnonce=\"x\"") != nil)
    }

    @Test(
        "Other schemes are as if they were not there",
        arguments: [
            "Bearer abc", "NoOneKnowsThisScheme opaque-data=here",
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Digesty a=b", "",
            " ", "\"Digest\"", "Digestusername=\"a\"",
        ])
    func otherSchemes(header: String) {
        #expect(parse(header) == .otherScheme)
    }

    @Test(
        "Broken credentials are refused with what is wrong",
        arguments: [
            ("Digest", .syntax), ("Digest ", .syntax), ("Digest username", .syntax),
            ("Digest =\"a\"", .syntax),
            ("Digest username=a", .syntax), ("Digest username=\"a", .syntax),
            ("Digest username=\"a\\", .syntax),
            ("Digest username=\"a\" realm=\"b\"", .syntax), ("Digest username=\"a\",", .syntax),
            ("Digest ,username=\"a\"", .syntax), ("Digest username=\"a\u{0}\"", .syntax),
            ("Digest username=\"a\",username=\"a\"", .duplicate),
            ("Digest username=\"a\",USERNAME=\"\"", .duplicate),
            ("Digest qop=auth,qop=auth", .duplicate),
            ("Digest algorithm=MD5,algorithm=MD5", .duplicate),
            ("Digest nc=00000001,nc=00000002", .duplicate),
            ("Digest response=\"\(zeros)\",response=\"\(zeros)\"", .duplicate),
            ("Digest response=\(zeros)", .syntax), ("Digest response=\"00\"", .badResponse),
            ("Digest response=\"0000000000000000000000000000000g\"", .badResponse),
            ("Digest algorithm=SHA-256", .unknownAlgorithm),
            ("Digest algorithm=MD5-sess", .unknownAlgorithm),
            ("Digest algorithm=AKAv1-MD5", .unknownAlgorithm),
            ("Digest qop=auth-int", .unknownQuality),
            ("Digest qop=\"auth,auth-int\"", .unknownQuality), ("Digest nc=1", .badNonceCount),
            ("Digest nc=0000000x", .badNonceCount), ("Digest nc=000000001", .badNonceCount),
            ("Digest username=\"a\"", .missing), (minimal() + ",qop=auth", .incompleteQuality),
            (minimal() + ",qop=auth,nc=00000001", .incompleteQuality),
            (minimal() + ",qop=auth,cnonce=\"c\"", .incompleteQuality),
            (minimal() + ",nc=00000001", .incompleteQuality),
        ] as [(String, DigestCredentials.Fault)])
    func broken(header: String, fault: DigestCredentials.Fault) {
        #expect(parse(header) == .malformed(fault))
    }

    @Test("Each required parameter is missed")
    func missing() {
        let parameters = [
            "username=\"a\"", "realm=\"r\"", "nonce=\"n\"", "uri=\"u\"", "response=\"\(zeros)\"",
        ]
        #expect(digest("Digest " + parameters.joined(separator: ",")) != nil)
        for left in parameters.indices {
            var some = parameters
            some.remove(at: left)
            #expect(parse("Digest " + some.joined(separator: ",")) == .malformed(.missing))
        }
    }

    @Test("More than 4096 octets are not looked at")
    func tooLong() {
        let room = 4096 - minimal(username: "").utf8.count
        #expect(digest(minimal(username: String(repeating: "a", count: room))) != nil)
        #expect(
            parse(minimal(username: String(repeating: "a", count: room + 1)))
                == .malformed(.tooLong))
    }

    @Test("Every truncation and every changed octet is survived")
    func mutations() {
        let header = Array(Self.usual.utf8)
        let wholeCuts = (0..<header.count).filter { end in
            if case .digest = DigestCredentials.parse(header.span.extracting(0..<end)) {
                true
            } else {
                false
            }
        }
        // Only before optional parameters can a cut leave something whole.
        let expected = [", algorithm", ", cnonce", ", opaque", ", qop"].compactMap { word in
            Self.usual.firstRange(of: word).map { Self.usual[..<$0.lowerBound].utf8.count }
        }
        #expect(wholeCuts == expected)
        var whole = 0
        for index in header.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = header
                changed[index] = byte
                if case .digest = DigestCredentials.parse(changed.span) { whole += 1 }
            }
        }
        #expect(whole > header.count)
    }

    private func text(_ span: Span<UInt8>) -> String {
        String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
}

let zeros = String(repeating: "0", count: 32)

func minimal(username: String = "a") -> String {
    "Digest username=\"\(username)\",realm=\"r\",nonce=\"n\",uri=\"u\",response=\"\(zeros)\""
}

func parse(_ header: String) -> DigestCredentials.Parsed {
    DigestCredentials.parse(Array(header.utf8).span)
}

func digest(_ header: String) -> DigestCredentials? {
    if case .digest(let credentials) = parse(header) { credentials } else { nil }
}
