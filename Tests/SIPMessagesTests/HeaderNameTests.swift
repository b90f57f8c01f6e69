import SIPMessages
import Testing

@Suite("Header names and methods")
struct HeaderNameTests {
    private static let names: [(String, HeaderName)] = [
        ("Via", .via), ("From", .from), ("To", .to), ("Call-ID", .callID), ("CSeq", .cseq),
        ("Max-Forwards", .maxForwards), ("Contact", .contact), ("Route", .route),
        ("Record-Route", .recordRoute),
        ("Content-Length", .contentLength), ("Content-Type", .contentType), ("Expires", .expires),
        ("Min-Expires", .minExpires), ("Path", .path), ("Service-Route", .serviceRoute),
        ("Supported", .supported),
        ("Require", .require), ("Proxy-Require", .proxyRequire), ("Unsupported", .unsupported),
        ("Allow", .allow),
        ("Retry-After", .retryAfter), ("Authorization", .authorization),
        ("Proxy-Authorization", .proxyAuthorization), ("WWW-Authenticate", .wwwAuthenticate),
        ("Proxy-Authenticate", .proxyAuthenticate), ("User-Agent", .userAgent), ("Server", .server),
        ("Privacy", .privacy), ("Identity", .identity), ("P-Asserted-Identity", .pAssertedIdentity),
        ("P-Preferred-Identity", .pPreferredIdentity),
        ("P-Access-Network-Info", .pAccessNetworkInfo),
        ("P-Visited-Network-ID", .pVisitedNetworkID), ("P-Served-User", .pServedUser),
        ("P-Profile-Key", .pProfileKey), ("P-Charging-Vector", .pChargingVector),
        ("P-Charging-Function-Addresses", .pChargingFunctionAddresses),
        ("P-Associated-URI", .pAssociatedURI),
        ("P-Called-Party-ID", .pCalledPartyID), ("Diversion", .diversion),
        ("History-Info", .historyInfo),
        ("Date", .date), ("Timestamp", .timestamp), ("RAck", .rack), ("RSeq", .rseq),
        ("Event", .event),
        ("Subscription-State", .subscriptionState), ("Refer-To", .referTo),
        ("Session-Expires", .sessionExpires),
        ("Min-SE", .minSE), ("Warning", .warning), ("Subject", .subject),
        ("Content-Encoding", .contentEncoding),
        ("MIME-Version", .mimeVersion), ("Reason", .reason), ("Reply-To", .replyTo),
        ("Accept-Contact", .acceptContact), ("Reject-Contact", .rejectContact),
        ("Request-Disposition", .requestDisposition), ("Security-Client", .securityClient),
        ("Security-Verify", .securityVerify), ("Call-Info", .callInfo), ("Alert-Info", .alertInfo),
        ("Error-Info", .errorInfo), ("In-Reply-To", .inReplyTo), ("Accept", .accept),
        ("Organization", .organization), ("Content-Disposition", .contentDisposition),
        ("Max-Breadth", .maxBreadth), ("Authentication-Info", .authenticationInfo),
    ]

    private static let compact: [(String, HeaderName)] = [
        ("a", .acceptContact), ("c", .contentType), ("d", .requestDisposition),
        ("e", .contentEncoding),
        ("f", .from), ("i", .callID), ("j", .rejectContact), ("k", .supported),
        ("l", .contentLength),
        ("m", .contact), ("o", .event), ("r", .referTo), ("s", .subject), ("t", .to), ("v", .via),
        ("x", .sessionExpires), ("y", .identity),
    ]

    private func name(_ text: String) -> HeaderName { HeaderName(Array(text.utf8).span) }
    private func method(_ text: String) -> SIPMethod { SIPMethod(Array(text.utf8).span) }

    @Test("Every known name is known in any case")
    func known() {
        #expect(Set(Self.names.map(\.1)).count == 70)
        for (text, expected) in Self.names + Self.compact {
            #expect(name(text) == expected, "\(text)")
            #expect(name(text.lowercased()) == expected, "\(text)")
            #expect(name(text.uppercased()) == expected, "\(text)")
        }
    }

    @Test("A name that differs in any one byte is another name")
    func nearMisses() {
        for (text, expected) in Self.names {
            for position in text.utf8.indices {
                let offset = text.utf8.distance(from: text.utf8.startIndex, to: position)
                for change in [0x20, 0x01, 0x40] as [UInt8] {
                    var bytes = Array(text.utf8)
                    bytes[offset] ^= change
                    let isLetter = (0x41...0x5A).contains(bytes[offset] & 0xDF)
                    let isSame = change == 0x20 && isLetter
                    let changed = HeaderName(bytes.span)
                    #expect((changed == expected) == isSame, "\(text) at \(offset)")
                }
            }
            #expect(name(text + "s") != expected)
            // `To` without its `o` is the compact form of itself.
            #expect(name(String(text.dropLast())) != expected || expected == .to)
        }
    }

    @Test(
        "Other names are other",
        arguments: ["", "u", "b", "n", "z", "Allow-Events", "5", "-", "Viaa", "Vi"])
    func others(text: String) {
        #expect(name(text) == .other)
    }

    @Test("Methods are known in capitals only")
    func methods() {
        let methods: [(String, SIPMethod)] = [
            ("INVITE", .invite), ("ACK", .ack), ("BYE", .bye), ("CANCEL", .cancel),
            ("OPTIONS", .options),
            ("REGISTER", .register), ("MESSAGE", .message), ("PRACK", .prack), ("UPDATE", .update),
            ("INFO", .info), ("REFER", .refer), ("SUBSCRIBE", .subscribe), ("NOTIFY", .notify),
            ("PUBLISH", .publish),
        ]
        for (text, expected) in methods {
            #expect(method(text) == expected)
            #expect(method(text.lowercased()) == .other)
            #expect(method(text + "X") == .other)
        }
        #expect(method("") == .other)
    }
}
