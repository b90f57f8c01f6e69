import Foundation
import Telemetry
import Testing

@Suite struct JSONLineTests {
    @Test func `A line is one object with its members in order`() {
        var line = JSONLine()
        line.add("name", "value")
        line.add("count", 3)
        line.add("time", seconds: 1250)
        line.addNull("nothing")
        #expect(
            line.finish() == #"{"name":"value","count":3,"time":1.250,"nothing":null}"# + "\n")
    }

    @Test func `Any octets of a peer make a valid line, and one that reads back`() throws {
        var everything: [UInt8] = Array(0...255)
        everything += Array("\u{2028}\u{202E}\u{2066}\u{1F600}\"\\".utf8)
        everything += [0xED, 0xA0, 0x80, 0xC0, 0xAF, 0xF8, 0xFF, 0xFE]
        let text = String(decoding: everything, as: UTF8.self)
        var line = JSONLine()
        line.add(text, text)
        let written = line.finish()
        #expect(written.utf8.count { $0 < 0x20 } == 1)
        let read = try JSONDecoder().decode([String: String].self, from: Data(written.utf8))
        #expect(read == [text: text])
    }

    @Test func `What would colour a terminal or turn its text is escaped`() {
        var line = JSONLine()
        line.add("a", "\u{1B}[31m\u{9B}2J\u{202E}")
        #expect(line.finish() == #"{"a":"\u001b[31m\u009b2J\u202e"}"# + "\n")
    }
}
