import Determinism
import NIOCore
import SIPMessages
import Testing

@Suite("Editing")
struct MessageEditorTests {
    @Test("Edits are spliced in where they belong, whatever the order in which they came")
    func order() throws {
        let message = try wellFormed("OPTIONS sip:a SIP/2.0\r\nTo: x\r\nFrom: y\r\nl: 0\r\n\r\n")
        let to = try #require(message.first(.to))
        let from = try #require(message.first(.from))
        var editor = MessageEditor()
        editor.remove(from.line)
        editor.insert(at: to.line.start, "A: 1\r\n")
        editor.replace(to.value, with: [UInt8(ascii: "z")])
        editor.insert(at: to.line.start, String("B: 2\r\n"))
        editor.insert(at: message.body.start) { $0.writeDecimal(77) }
        #expect(
            editor.write(message).text
                == "OPTIONS sip:a SIP/2.0\r\nA: 1\r\nB: 2\r\nTo: z\r\nl: 0\r\n\r\n77")
        #expect(!editor.isEmpty)
    }

    @Test(
        "Insertions stand before or behind a part replaced at the same offset, as they came"
    )
    func sameOffset() throws {
        let message = try wellFormed("OPTIONS sip:a SIP/2.0\r\nTo: x\r\nl: 0\r\n\r\n")
        let value = try #require(message.first(.to)).value
        var editor = MessageEditor()
        editor.insert(at: value.start, "1")
        editor.replace(value, with: "2")
        editor.insert(at: value.start, "3")
        editor.insert(at: value.end, "4")
        #expect(editor.write(message).text == "OPTIONS sip:a SIP/2.0\r\nTo: 1234\r\nl: 0\r\n\r\n")
    }

    @Test("A part of one message can be spliced into another")
    func spans() throws {
        let message = try wellFormed(invite())
        let via = try #require(message.first(.via))
        var editor = MessageEditor()
        editor.insert(at: via.line.start, message.span.part(via.line))
        editor.replace(via.value, with: message.span.part(via.nameBytes))
        let line = try #require(message.text(via.line))
        #expect(editor.write(message).text == invite().replacing(line, with: line + "Via: Via\r\n"))
    }

    @Test("A cleared editor changes nothing")
    func clear() throws {
        let message = try wellFormed(invite())
        var editor = MessageEditor()
        editor.insert(at: 0, "x")
        editor.clear()
        #expect(editor.isEmpty)
        #expect(editor.write(message).text == invite())
    }

    @Test("The output is allocated once, at its size")
    func allocation() throws {
        let message = try wellFormed(invite())
        var editor = MessageEditor()
        let via = try #require(message.first(.via))
        editor.insert(at: via.line.start, String(repeating: "x", count: 500))
        editor.remove(via.line)
        let expected = invite().utf8.count + 500 - via.line.count
        let output = editor.write(message)
        #expect(output.readableBytes == expected)
        #expect(output.capacity < 2 * expected)
    }

    @Test("Random edits give what the same edits give on a string")
    func model() throws {
        var entropy = EntropySource(seed: 1)
        let message = try wellFormed(invite(body: String(repeating: "b", count: 100)))
        let original = Array(invite(body: String(repeating: "b", count: 100)).utf8)
        for _ in 0..<300 {
            var editor = MessageEditor()
            // Cut points in ascending order; between each two, one edit or none.
            let points = (0..<12).map { _ in Int.random(in: 0...original.count, using: &entropy) }
                .sorted()
            var edits: [(range: ByteRange, text: String)] = []
            for index in stride(from: 0, to: 12, by: 2)
            where index == 0 || points[index] > points[index - 1] {
                let text = String(repeating: "*", count: Int.random(in: 0...9, using: &entropy))
                edits.append((ByteRange(points[index], points[index + 1]), text))
            }
            var expected = original
            for edit in edits.reversed() {
                expected.replaceSubrange(edit.range.range, with: Array(edit.text.utf8))
            }
            for edit in edits.shuffled(using: &entropy) {
                editor.replace(edit.range, with: edit.text)
            }
            #expect(Array(buffer: editor.write(message)) == expected)
        }
    }
}
