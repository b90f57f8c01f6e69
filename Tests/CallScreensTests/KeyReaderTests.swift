import CallScreens
import Testing

@Suite struct KeyReaderTests {
    @Test(arguments: [
        ("\u{1B}[A", Key.up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left),
        ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[H", .home), ("\u{1B}[4~", .end),
        ("\u{1B}[1;5A", .up), ("\r", .enter), ("\t", .tab), ("\u{7F}", .backspace),
        ("\u{3}", .interrupt), ("j", .character("j")), ("ü", .character("ü")),
    ])
    func `What a terminal sends is the key that was pressed`(sent: String, key: Key) {
        var reader = KeyReader()
        #expect(reader.take(sent.utf8) == [key])
        #expect(reader.pause() == [])
    }

    @Test func `A sequence that arrives octet by octet is one key`() {
        var reader = KeyReader()
        #expect("\u{1B}[5~ü".utf8.flatMap { reader.take([$0]) } == [.pageUp, .character("ü")])
    }

    @Test func `An ESC with nothing behind it is the key`() {
        var reader = KeyReader()
        #expect(reader.take([0x1B]) == [])
        #expect(reader.pause() == [.escape])
        #expect(reader.take("\u{1B}\u{1B}[A".utf8) == [.escape, .up])
    }

    @Test func `What is no key is dropped, and the next one is read`() {
        var reader = KeyReader()
        #expect(reader.take([0x01, 0xFF, 0x80]) == [])
        #expect(reader.take("\u{1B}[200~\u{1B}[99;99Rq".utf8) == [.character("q")])
    }
}
