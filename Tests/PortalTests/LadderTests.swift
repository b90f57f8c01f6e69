import Portal
import Testing
import Troubleshooting

@Suite("The ladder of a call")
struct LadderTests {
    @Test func `draws an arrow for each message, from line to line, from top to bottom`() {
        let drawing = LadderDrawing(CallOfTheTest.answered, name: "ladder")
        #expect(drawing.columns.map(\.x) == ["16.66%", "50.00%", "83.33%"])
        #expect(drawing.arrows.count == 14)
        #expect(drawing.arrows[0].from == "16.66%" && drawing.arrows[0].to == "50.00%")
        #expect(drawing.arrows[1].from == "50.00%" && drawing.arrows[1].to == "16.66%")
        #expect(drawing.arrows[2].middle == "66.66%")
        let tops = drawing.arrows.map(\.top)
        #expect(tops == tops.sorted() && Set(tops).count == tops.count)
        #expect(drawing.arrows.allSatisfy { $0.timeY < drawing.bottom })
    }

    @Test func `has decisions in a box between the arrows that they came between`() throws {
        let drawing = LadderDrawing(CallOfTheTest.answered, name: "ladder")
        let note = try #require(drawing.notes.first)
        #expect(drawing.notes.count == 1)
        #expect(note.lines.first?.text == "The source 81.201.82.45 is the entry")
        #expect(note.top > drawing.arrows[0].timeY)
        #expect(note.top + note.height < drawing.arrows[1].top + 4)
        #expect(note.x == "50.00%")
    }

    @Test func `marks failures and retransmissions by words too`() {
        let answered = LadderDrawing(CallOfTheTest.answered, name: "ladder")
        #expect(answered.arrows[3].isAgain && answered.arrows[3].label == "INVITE (again)")
        #expect(answered.arrows[3].spoken.contains("a retransmission"))
        let failed = LadderDrawing(CallOfTheTest.unregistered, name: "ladder")
        #expect(failed.arrows[1].isFailure && failed.arrows[1].label.hasPrefix("✕ 480"))
        #expect(failed.arrows[1].spoken.contains("a failure"))
    }

    @Test func `takes a challenge for no failure`() {
        var call = CallOfTheTest()
        for label in ["401 Unauthorized", "407 Proxy Authentication Required", "403 Forbidden"] {
            call.pass(label, from: 1, to: 0, after: 1)
        }
        let drawing = LadderDrawing(call.trace, name: "ladder")
        #expect(drawing.arrows.map(\.isFailure) == [false, false, true])
    }

    @Test func `writes an address of IPv6 over several lines that fit their column`() {
        let call = CallOfTheTest(trunkEndpoint: "[2001:db8:1234:5678:9abc:def0:1234:5678]:5060")
        let lines = LadderDrawing(call.trace, name: "ladder").columns[0].endpoint.map(\.text)
        #expect(lines == ["[2001:db8:1234:", "5678:9abc:def0:", "1234:5678]", ":5060"])
    }

    @Test func `tears a word that is too long for a line, and puts no space into it`() {
        let uri = "sip:" + String(repeating: "1234567890", count: 4)
        let lines = TextWrapping.lines(of: "One contact: \(uri) at last", width: 40, most: 4)
        #expect(lines == ["One contact:", String(uri.prefix(36)), "34567890 at last"])
    }

    @Test func `keeps the box of decisions inside where the node is at an edge`() {
        var call = CallOfTheTest.unregistered
        #expect(LadderDrawing(call, name: "ladder").notes.map(\.x) == ["100%"])
        call.participants.swapAt(0, 1)
        #expect(LadderDrawing(call, name: "ladder").notes.map(\.x) == ["0%"])
    }

    @Test func `draws what a node sent to itself as a loop`() {
        var call = CallOfTheTest()
        call.pass("INVITE", from: 1, to: 1, after: 0)
        #expect(LadderDrawing(call.trace, name: "ladder").arrows[0].isLoop)
    }

    @Test func `ends after 200 messages`() {
        var call = CallOfTheTest()
        for number in 0..<1000 {
            call.pass("INFO", from: 0, to: 1, after: Int64(number))
            call.decide("discarded", String(repeating: "long ", count: 1000))
        }
        let drawing = LadderDrawing(call.trace, name: "ladder")
        #expect(drawing.arrows.count == 200)
        #expect(drawing.notes.allSatisfy { $0.lines.count == 3 })
        #expect(drawing.notes[0].lines[2].text.hasSuffix("…"))
    }

    @Test func `does without participants and events`() {
        var trace = CallOfTheTest().trace
        trace.participants = []
        #expect(LadderDrawing(trace, name: "ladder").arrows.isEmpty)
    }
}
