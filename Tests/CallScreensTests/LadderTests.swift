import CallScreens
import Testing
import Troubleshooting

@Suite struct LadderTests {
    private func opened(columns: Int = 80, rows: Int = 24) -> CallScreens {
        var screens = Story.screens(calls: [Story.summary(1)], columns: columns, rows: rows)
        screens.show(Story.call())
        return screens
    }

    @Test func `The ladder has an arrow a message and a line a decision`() {
        let text = opened().text
        #expect(text[0].contains("+15552001001 → +15551000000") && text[0].contains("486 relayed"))
        #expect(text[1].contains("voxbone") && text[1].contains("this node"))
        #expect(text[2].contains("192.0.2.10:5060") && text[2].contains("198.51.100.7:1024"))
        #expect(text[3].hasPrefix("12:00:00.042"))
        #expect(text[3].contains("│─── INVITE (body) ──▶│"))
        #expect(text[4].contains("· The source is 192.0.2.10 of the trunk voxbone."))
        #expect(text[5].contains("│─── INVITE (body) ──▶│"))
        #expect(text[6].hasPrefix("12:00:00.942") && text[6].contains("│◀── 486 Busy Here ───│"))
        #expect(text[22].contains("The phone is busy."))
    }

    @Test func `An arrow begins and ends at those who sent and got it`() throws {
        let text = opened().text
        let first = try #require(text[3].firstIndex(of: "▶"))
        let second = try #require(text[5].firstIndex(of: "▶"))
        let column = { (line: String, place: String.Index) in
            line.distance(from: line.startIndex, to: place)
        }
        #expect(column(text[5], second) - column(text[3], first) == 22)
    }

    @Test func `Tab hides the decisions, and the selection stays on its message`() {
        var screens = opened()
        _ = screens.press("jj")
        #expect(screens.selectedLine?.contains("12:00:00.043") == true)
        _ = screens.press(.tab)
        #expect(!screens.text.contains { $0.contains("· The source") })
        #expect(screens.selectedLine?.contains("12:00:00.043") == true)
    }

    @Test func `News of the open call comes in below`() {
        var screens = opened()
        let acknowledged = Story.call(moreEvents: [
            Story.message("ACK", at: 950_000, from: 0, to: 1, text: "ACK sip:a SIP/2.0")
        ])
        screens.update(acknowledged)
        #expect(screens.text[7].contains("ACK") && screens.openCall == "id-1")
        #expect(screens.selectedLine?.contains("12:00:00.042") == true)
        _ = screens.press(.escape)
        screens.update(acknowledged)
        #expect(screens.openCall == nil, "news of a call that was left does not open it again")
    }

    @Test func `Enter shows the raw message, the arrows go to the next one, Esc goes back`() {
        var screens = opened()
        _ = screens.press(.enter)
        #expect(screens.text[0].contains("INVITE  UDP 192.0.2.10:5060 → 192.0.2.1:5060"))
        #expect(screens.text[1].hasPrefix("INVITE sip:+15551000000@example.com SIP/2.0"))
        #expect(screens.text[2].hasPrefix("Max-Forwards: 70"))
        _ = screens.press(.right)
        #expect(screens.text[0].contains("192.0.2.1:5060 → 198.51.100.7:1024"))
        #expect(screens.text[2].hasPrefix("Max-Forwards: 69"))
        _ = screens.press(.escape)
        #expect(screens.text[3].contains("│─── INVITE"))
        _ = screens.press(.escape)
        #expect(screens.openCall == nil && screens.text[1].contains("RESULT"))
    }

    @Test func `d shows what the node changed on the way`() {
        var screens = opened()
        _ = screens.press("jjd")
        #expect(screens.text[1].hasPrefix("- INVITE sip:+15551000000@example.com"))
        #expect(screens.text.contains { $0.hasPrefix("+ INVITE sip:alice@198.51.100.7") })
        #expect(screens.text.contains { $0.hasPrefix("- Max-Forwards: 70") })
        #expect(screens.text.contains { $0.hasPrefix("+ Max-Forwards: 69") })
        _ = screens.press("d")
        #expect(screens.text[1].hasPrefix("INVITE sip:alice"))
    }

    @Test func `The difference of a message that came in says where to look`() {
        var screens = opened()
        _ = screens.press("d")
        #expect(screens.text[1].contains("came in"))
    }

    @Test func `A long message scrolls to its end and no further`() {
        var screens = Story.screens(calls: [Story.summary(1)], rows: 12)
        let long = (1...50).map { "Header-\($0): x" }.joined(separator: "\r\n")
        screens.show(
            Story.call(moreEvents: [Story.message("200 OK", at: 1, from: 1, to: 0, text: long)]))
        _ = screens.press("G")
        _ = screens.press(.enter)
        #expect(screens.text[1].hasPrefix("Header-1:"))
        _ = screens.press("GG")
        #expect(screens.text[10].hasPrefix("Header-50:"))
        _ = screens.press(.pageUp)
        #expect(screens.text[10].hasPrefix("Header-40:"))
    }

    @Test func `A line that is wider than the terminal goes on in the next`() {
        var screens = opened(columns: 30)
        _ = screens.press(.enter)
        #expect(screens.text[1] == "INVITE sip:+15551000000@exampl")
        #expect(screens.text[2].hasPrefix("e.com SIP/2.0"))
    }

    @Test func `A message that a participant is missing of is still listed`() {
        var screens = Story.screens(calls: [])
        var call = Story.call()
        call.participants = []
        screens.show(call)
        #expect(screens.text[3].hasPrefix("12:00:00.042"))
        #expect(screens.press("jjjkkk") == [])
    }
}
