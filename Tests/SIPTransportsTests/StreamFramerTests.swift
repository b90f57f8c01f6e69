import Determinism
import NIOCore
import SIPTransports
import Testing

/// Frames a whole stream that arrives in these pieces.
private func frame(_ pieces: [ByteBuffer]) -> [FramingOutcome] {
    var framer = StreamFramer()
    var outcomes: [FramingOutcome] = []
    for piece in pieces {
        framer.append(piece)
        while true {
            let outcome = framer.next()
            if outcome == .needMore { break }
            outcomes.append(outcome)
            if case .failure = outcome { return outcomes }
        }
    }
    return outcomes
}

private func frame(_ text: String) -> [FramingOutcome] { frame([ByteBuffer(string: text)]) }

private func request(_ fields: String, body: String = "") -> String {
    "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\n\(fields)\r\n\r\n\(body)"
}

/// Messages of all the shapes that a stream may carry, with pings and stray line ends between them.
private let stream = [
    request("Content-Length: 0"),
    "\r\n\r\n",
    request("l: 5", body: "a\r\n\r\n"),
    "\r\n",
    "SIP/2.0 180 Ringing\r\nSubject: folded\r\n Content-Length: 7\r\n"
        + "CONTENT-LENGTH \t:\r\n  3 \r\n\r\nxyz",
    request("Content-Lengthy: 9\r\nX: l: 4\r\nL:2\r\nSubject: \r\n\t", body: "\r\n"),
    "\r\n\r\n\r\n\r\n",
    request("c: text/plain\r\nContent-Length: 0011\r\nl: 11", body: "SIP/2.0 200"),
]
private let wanted: [FramingOutcome] = [
    .message(ByteBuffer(string: stream[0])), .ping, .message(ByteBuffer(string: stream[2])),
    .message(ByteBuffer(string: stream[4])), .message(ByteBuffer(string: stream[5])), .ping, .ping,
    .message(ByteBuffer(string: stream[7])),
]

struct StreamFramerTests {
    @Test("A stream split at every byte gives the same messages and pings")
    func everySplit() {
        let whole = ByteBuffer(string: stream.joined())
        #expect(frame([whole]) == wanted)
        for cut in 0...whole.readableBytes {
            let head = whole.getSlice(at: 0, length: cut)!
            let tail = whole.getSlice(at: cut, length: whole.readableBytes - cut)!
            #expect(frame([head, tail]) == wanted, "cut at \(cut)")
        }
    }

    @Test("A stream that arrives byte by byte gives the same messages and pings")
    func byteByByte() {
        let whole = ByteBuffer(string: stream.joined())
        #expect(
            frame((0..<whole.readableBytes).map { whole.getSlice(at: $0, length: 1)! }) == wanted)
    }

    @Test("Ten thousand random splittings of a stream give the same messages and pings")
    func randomSplittings() {
        var entropy = EntropySource(seed: 18_3)
        let whole = ByteBuffer(string: stream.joined())
        for round in 0..<10_000 {
            var rest = whole
            var pieces: [ByteBuffer] = []
            let most = Int.random(in: 1...whole.readableBytes, using: &entropy)
            while rest.readableBytes > 0 {
                let length = min(rest.readableBytes, Int.random(in: 1...most, using: &entropy))
                pieces.append(rest.readSlice(length: length)!)
            }
            let outcomes = frame(pieces)
            guard outcomes == wanted else {
                Issue.record("round \(round): \(pieces.map(\.readableBytes))")
                return
            }
        }
    }

    @Test("Whatever the bytes, how they are cut makes no difference")
    func randomStreams() {
        let words = [
            "OPTIONS sip:a SIP/2.0\r\n", "SIP/2.0 200 OK\r\n", "l: 3\r\n", "Content-Length: 2\r\n",
            "l:", "\r\n", "\r",
            "\n", " ", "\t", ":", "0", "12", "x", "Content-Length", "Via: y\r\n", "\r\n\r\n",
            "l: 0\r\n\r\n",
        ]
        var entropy = EntropySource(seed: 75)
        var messages = 0
        for round in 0..<5_000 {
            let length = Int.random(in: 1...30, using: &entropy)
            let start = Bool.random(using: &entropy) ? words[0] : ""
            let text =
                start + (0..<length).map { _ in words.randomElement(using: &entropy)! }.joined()
            let whole = ByteBuffer(string: text)
            let expected = frame([whole])
            messages += expected.count { if case .message = $0 { true } else { false } }
            var rest = whole
            var pieces: [ByteBuffer] = []
            while rest.readableBytes > 0 {
                let length = min(rest.readableBytes, Int.random(in: 1...20, using: &entropy))
                pieces.append(rest.readSlice(length: length)!)
            }
            guard frame(pieces) == expected else {
                Issue.record("round \(round): \(text.debugDescription)")
                return
            }
        }
        #expect(messages > 400, "the streams hold something")
    }

    @Test("Messages that lie whole within one read share its bytes")
    func noCopy() {
        let whole = ByteBuffer(string: request("l: 0") + request("l: 3", body: "abc"))
        let read = whole.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress!) }
        for case .message(let message) in frame([whole]) {
            let place = message.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress!) }
            #expect(place >= read && place < read + UInt(whole.readableBytes))
        }
    }

    @Test(
        "A malformed Content-Length ends the stream and hands back the header block",
        arguments: [
            "", " ", "-1", "+1", "1 2", "0x10", "1,2", "1;x", "abc", "1a", "1.0", "\"5\"",
            "\u{663}", "5\t6", "--",
            "1-", "1\r\n 2", "5.",
        ])
    func malformed(value: String) {
        let text = request("Content-Length: \(value)")
        #expect(
            frame(text) == [.failure(.malformedContentLength, header: ByteBuffer(string: text))])
    }

    @Test("A stream message without Content-Length ends the stream")
    func missing() {
        let text = request("X: y")
        #expect(frame(text) == [.failure(.missingContentLength, header: ByteBuffer(string: text))])
    }

    @Test("Two different Content-Length fields end the stream, two equal ones do not")
    func conflicting() {
        let text = request("l: 0\r\nContent-Length: 1")
        #expect(
            frame(text) == [.failure(.conflictingContentLength, header: ByteBuffer(string: text))])
        let equal = request("l: 1\r\nContent-Length: 1", body: "x")
        #expect(frame(equal) == [.message(ByteBuffer(string: equal))])
    }

    @Test("The longest message passes and one byte more ends the stream")
    func longest() {
        let header = request("Content-Length: 00000").utf8.count
        let fits = request(
            "Content-Length: \(65_535 - header)",
            body: String(repeating: "x", count: 65_535 - header))
        #expect(frame(fits) == [.message(ByteBuffer(string: fits))])
        let head = request("Content-Length: \(65_536 - header)")
        #expect(frame(head) == [.failure(.messageTooLong, header: ByteBuffer(string: head))])
        let absurd = request("Content-Length: 99999999999999999999999999999999")
        #expect(frame(absurd) == [.failure(.messageTooLong, header: ByteBuffer(string: absurd))])
    }

    @Test("A header block without end is given up at 64 KiB")
    func endlessHeader() {
        var framer = StreamFramer()
        framer.append(ByteBuffer(string: "OPTIONS sip:a SIP/2.0\r\n"))
        var reads = 0
        while framer.next() == .needMore, reads < 100 {
            framer.append(ByteBuffer(string: "X: " + String(repeating: "y", count: 1019) + "\r\n"))
            reads += 1
        }
        #expect(reads == 64)
        #expect(framer.next() == .failure(.headerTooLong, header: nil))
    }

    @Test(
        "What does not begin like SIP ends the stream at once",
        arguments: [
            "\u{16}\u{3}\u{1}", "GET / HTTP/1.1\r\n", "\n", "\rx", " OPTIONS", "(", "\r\n\r\r",
            "xsip/2.0\r\n",
        ])
    func garbage(text: String) {
        #expect(frame(text).last == .failure(.notSIP, header: nil))
    }

    @Test("After a failure nothing more is read")
    func failureIsFinal() {
        var framer = StreamFramer()
        framer.append(ByteBuffer(string: "\u{0}"))
        #expect(framer.next() == .failure(.notSIP, header: nil))
        framer.append(ByteBuffer(string: request("l: 0")))
        #expect(framer.next() == .failure(.notSIP, header: nil))
    }

    @Test("A single line end between messages is not the beginning of a message")
    func strayLineEnd() {
        var framer = StreamFramer()
        framer.append(ByteBuffer(string: "\r\n"))
        #expect(framer.next() == .needMore)
        #expect(!framer.isWithinMessage)
        framer.append(ByteBuffer(string: "O"))
        #expect(framer.next() == .needMore)
        #expect(framer.isWithinMessage)
    }

    @Test("A header block in ten thousand reads is not searched again at every read")
    func linear() {
        let field = "X: " + String(repeating: "y", count: 58) + "\r\n"
        let whole = ByteBuffer(string: request(String(repeating: field, count: 950) + "l: 0"))
        let pieces = (0..<whole.readableBytes / 6).map { whole.getSlice(at: $0 * 6, length: 6)! }
        // Searching from the start each time would take some 300 million steps: half a minute in a
        // debug build.
        let time = ContinuousClock().measure { #expect(frame(pieces).isEmpty) }
        #expect(time < .seconds(4))
    }
}
