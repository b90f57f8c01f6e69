import SIPMessages
import Testing

/// What this module makes of a torture message; what is left to others is said beside it.
enum Verdict: Equatable, Sendable {
    case accepted
    /// A request that is answered with that status.
    case refused(UInt16)
    /// A response that is dropped.
    case dropped
    case notSIP
}

private let verdicts: [(name: String, verdict: Verdict)] = [
    // 3.1.1 valid messages
    ("wsinv", .accepted), ("intmeth", .accepted), ("esc01", .accepted), ("escnull", .accepted),
    ("esc02", .accepted),
    ("lwsdisp", .accepted), ("longreq", .accepted), ("dblreq", .accepted), ("semiuri", .accepted),
    ("transports", .accepted), ("mpart01", .accepted), ("unreason", .accepted),
    ("noreason", .accepted),
    // 3.1.2 invalid messages
    ("badinv01", .refused(400)), ("clerr", .refused(400)), ("ncl", .refused(400)),
    ("scalar02", .refused(400)),
    ("scalarlg", .dropped), ("quotbal", .refused(400)), ("ltgtruri", .refused(400)),
    ("lwsruri", .refused(400)),
    ("lwsstart", .refused(400)), ("trws", .refused(400)), ("escruri", .refused(400)),
    ("baddate", .accepted),
    ("regbadct", .refused(400)), ("badaspec", .refused(400)), ("baddn", .refused(400)),
    ("badvers", .refused(505)),
    ("mismatch01", .refused(400)), ("mismatch02", .refused(400)), ("bigcode", .dropped),
    // 3.2 transaction layer
    ("badbranch", .refused(400)),
    // 3.3 application layer. Routing answers 416 to the schemes, 420 to the extensions, 483 to zero
    // Max-Forwards; it drops the response that would be broadcast.
    ("insuf", .refused(400)), ("unkscm", .accepted), ("novelsc", .accepted), ("unksm2", .accepted),
    ("bext01", .accepted), ("invut", .accepted), ("regaut01", .accepted),
    ("multi01", .refused(400)),
    ("mcl01", .refused(400)), ("bcast", .accepted), ("zeromf", .accepted), ("cparam01", .accepted),
    ("cparam02", .accepted), ("regescrt", .accepted), ("sdp01", .accepted),
    // 3.4 backward compatibility: a peer of RFC 2543 must be marked as one.
    ("inv2543", .refused(400)),
    // In the archive, though in no section: a request line without version.
    ("test", .notSIP),
]

private func verdict(_ bytes: [UInt8], acceptingRFC2543: Bool = false) -> Verdict {
    let (outcome, message) = parse(bytes)
    switch outcome {
    case .notSIP: return .notSIP
    case .malformed(let fault): return message.isRequest ? .refused(fault.status) : .dropped
    case .message:
        do throws(Fault) {
            _ = try Envelope.read(message, acceptingRFC2543: acceptingRFC2543)
            return .accepted
        } catch {
            return message.isRequest ? .refused(error.status) : .dropped
        }
    }
}

@Suite("RFC 4475")
struct TortureTests {
    @Test("Every file of the archive has its verdict")
    func everyFileIsListed() {
        #expect(Set(verdicts.map(\.name)) == Set(Corpus.torture.keys))
        #expect(verdicts.count == 50)
    }

    @Test(
        "A torture message is handled as the RFC says, strictly where it leaves the choice",
        arguments: verdicts)
    func handling(name: String, expected: Verdict) throws {
        #expect(verdict(try #require(Corpus.torture[name])) == expected, "\(name)")
    }

    @Test("A peer of RFC 2543 may leave the From tag out")
    func legacyPeer() throws {
        #expect(
            verdict(try #require(Corpus.torture["inv2543"]), acceptingRFC2543: true) == .accepted)
    }

    @Test("Unknown schemes are left to routing", arguments: ["unkscm", "novelsc"])
    func schemes(name: String) throws {
        let (_, message) = parse(try #require(Corpus.torture[name]))
        let envelope = try Envelope.read(message)
        #expect(envelope.requestURI?.scheme == .other)
    }

    @Test("wsinv: folds, compact names, odd spacing and leading zeros are seen through")
    func wsinv() throws {
        let (_, message) = parse(try #require(Corpus.torture["wsinv"]))
        let envelope = try Envelope.read(message)
        #expect(envelope.method == .invite)
        #expect(envelope.viaCount == 3)
        #expect(message.text(envelope.via.transport) == "UDP")
        #expect(message.text(envelope.via.host) == "192.0.2.2")
        #expect(message.text(envelope.via.branch) == "390skdjuw")
        let hasMagicCookie = envelope.via.hasMagicCookie(in: message.span)
        #expect(!hasMagicCookie)
        #expect(message.text(envelope.fromTag) == "98asjd8")
        #expect(message.text(envelope.toTag) == "1918181833n")
        #expect(message.text(envelope.from.displayName) == #""J Rosenberg \\\"""#)
        #expect(envelope.cseq == 9)
        #expect(envelope.maxForwards == 68)
        var contacts = message.contacts
        guard case .address(let contact) = try contacts.next() else {
            Issue.record("no contact")
            return
        }
        #expect(contact.q == 330)
        #expect(try contacts.next() == nil)
    }

    @Test("intmeth: a method of odd tokens is not taken for another one")
    func intmeth() throws {
        let (_, message) = parse(try #require(Corpus.torture["intmeth"]))
        let envelope = try Envelope.read(message)
        #expect(envelope.method == .other)
        #expect(
            message.text(envelope.requestURI?.user)
                == "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*")
        #expect(
            message.text(envelope.requestURI?.password)
                == "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)")
        #expect(message.text(envelope.requestURI?.host) == "example.com")
        #expect(envelope.maxForwards == 255)
    }

    @Test("esc02: an escape in a method escapes nothing")
    func escapedMethod() throws {
        let (_, message) = parse(try #require(Corpus.torture["esc02"]))
        #expect(try Envelope.read(message).method == .other)
    }

    @Test("dblreq: octets behind the body of a datagram are no part of the message")
    func trailingOctets() throws {
        let bytes = try #require(Corpus.torture["dblreq"])
        let (_, message) = parse(bytes)
        #expect(message.body.isEmpty)
        #expect(message.body.end < bytes.count)
        #expect(MessageEditor().write(message).readableBytes == message.body.end)
        #expect(parse(bytes, .stream).outcome.fault?.status == 400)
    }

    @Test("escnull: escaped NULs stay apart")
    func escapedNull() throws {
        let (_, message) = parse(try #require(Corpus.torture["escnull"]))
        var contacts = message.contacts
        var users: [[UInt8]] = []
        while case .address(let contact) = try contacts.next() {
            let user = try #require(contact.address.uri.user)
            users.append(Escapes.unescaped(message.span.part(user)))
        }
        #expect(users == [[0], [0, 0]])
    }

    @Test("cparam: an unknown parameter belongs to the header or to the URI by the brackets")
    func contactParameters() throws {
        for (name, isOfURI) in [("cparam01", false), ("cparam02", true)] {
            let (_, message) = parse(try #require(Corpus.torture[name]))
            var contacts = message.contacts
            guard case .address(let contact) = try contacts.next() else {
                Issue.record("no contact in \(name)")
                continue
            }
            let address = contact.address
            let ofHeader = address.parameter("unknownparam", in: message.span)
            let ofURI = address.uri.parameter("unknownparam", in: message.span)
            #expect((ofHeader == nil) == isOfURI)
            #expect((ofURI == nil) != isOfURI)
        }
    }
}
