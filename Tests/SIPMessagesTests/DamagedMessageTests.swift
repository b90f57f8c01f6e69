import Determinism
import Glibc
import NIOCore
import SIPMessages
import Testing

@Suite("Damaged messages")
struct DamagedMessageTests {
    @Test("A message cut off anywhere traps nothing, and is whole only if its body needs no more")
    func truncation() {
        var message = SIPMessage()
        for (name, bytes) in Corpus.all {
            let whole = ByteBuffer(bytes: bytes)
            _ = SIPParser.parse(whole, framing: .datagram, into: &message)
            let bodyStart = message.body.start
            for length in 0..<bytes.count {
                let cut = whole.getSlice(at: 0, length: length) ?? ByteBuffer()
                if case .message = SIPParser.parse(cut, framing: .datagram, into: &message),
                    length < bodyStart
                {
                    Issue.record("\(name) cut to \(length) octets was taken for whole")
                }
                _ = try? Envelope.read(message)
            }
        }
    }

    @Test("A torture message cut off anywhere can be read and answered as far as it goes")
    func truncatedTorture() {
        var message = SIPMessage()
        for bytes in Corpus.torture.values {
            let whole = ByteBuffer(bytes: bytes)
            for length in stride(from: 0, to: bytes.count, by: 3) {
                _ = readEverything(
                    whole.getSlice(at: 0, length: length) ?? ByteBuffer(), .stream, into: &message)
            }
        }
    }

    @Test("Twenty thousand mutants of the corpus trap nothing", arguments: 0..<4 as Range<UInt64>)
    func mutants(seed: UInt64) {
        let originals = Corpus.all.sorted { $0.key < $1.key }.map(\.value)
        var mutation = Mutation(seed: seed)
        var message = SIPMessage()
        for _ in 0..<5_000 {
            let bytes = ByteBuffer(bytes: mutation.mutate(originals))
            _ = readEverything(bytes, .datagram, into: &message)
        }
    }

    @Test("A message reads the same whatever the memory it is read into held before")
    func reuse() {
        let originals = Corpus.all.sorted { $0.key < $1.key }.map(\.value)
        var mutation = Mutation(seed: 4)
        var reused = SIPMessage()
        for _ in 0..<1_000 {
            let bytes = ByteBuffer(bytes: mutation.mutate(originals))
            var fresh = SIPMessage()
            #expect(
                readEverything(bytes, .datagram, into: &reused)
                    == readEverything(bytes, .datagram, into: &fresh))
        }
    }

    @Test("Random octets trap nothing")
    func noise() {
        var entropy = EntropySource(seed: 5)
        var message = SIPMessage()
        for length in 0..<2_000 {
            let bytes = (0..<length % 200).map { _ in UInt8(truncatingIfNeeded: entropy.next()) }
            _ = readEverything(ByteBuffer(bytes: bytes), .datagram, into: &message)
        }
    }

    private static let heads = [
        "Via: ", "Contact: ", "Route: ", "Contact: <sip:a", "Via: SIP/2.0/UDP h;b=", "To: \"",
        "X: ",
    ]

    /// Four times the length takes some four times the time if the work is linear, sixteen times if
    /// it is quadratic.
    @Test(
        "The time to read a hostile message grows no faster than its length",
        arguments: ["\"", "<", ",", ";a", ";a=\"", "%41", "\\", " ", "\r\n ", "<a>,", "("])
    func hostile(pattern: String) {
        for head in Self.heads {
            let short =
                head + String(repeating: pattern, count: 2_000 / pattern.utf8.count) + "\r\n"
            let long = head + String(repeating: pattern, count: 8_000 / pattern.utf8.count) + "\r\n"
            #expect(time([long]) < time([short]) * 10 + .milliseconds(10), "\(head)\(pattern)")
            let line = head + String(repeating: pattern, count: 60 / pattern.utf8.count) + "\r\n"
            let few = Array(repeating: line, count: 60)
            let many = few + few + few + few
            #expect(
                time(many) < time(few) * 10 + .milliseconds(10), "\(head)\(pattern)")
        }
    }

    /// The processor time of the shortest of some runs, so that what else the machine does counts
    /// little.
    private func time(_ lines: [String]) -> Duration {
        let bytes = ByteBuffer(string: invite().replacing("CSeq", with: lines.joined() + "CSeq"))
        var message = SIPMessage()
        return (0..<3).map { _ in
            let start = processorTime()
            _ = readEverything(bytes, .datagram, into: &message)
            return processorTime() - start
        }.min() ?? .zero
    }

    private func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
