import CallScreens
import Testing
import Troubleshooting

@Suite struct CallListTests {
    @Test func `A call is a row with its time, numbers, trunk and result`() throws {
        let screens = Story.screens(calls: [Story.summary(1, status: 404, reason: "unknown_number")])
        let row = try #require(screens.selectedLine)
        let words = row.split(separator: " ").map(String.init)
        #expect(
            words == [
                "12:00:01", "INVITE", "+15552001001", "+15551000000", "voxbone", "404",
                "unknown_number", "7",
            ])
        #expect(screens.text[0].contains("1 call, 1 failed"))
    }

    @Test(arguments: [(80, 24), (132, 50), (40, 10), (20, 4)])
    func `Every screen fills the terminal exactly`(columns: Int, rows: Int) {
        var screens = Story.screens(
            calls: (1...60).map { Story.summary($0) }, columns: columns, rows: rows)
        func isExact() -> Bool {
            screens.lines.count == rows && screens.lines.allSatisfy { $0.text.count == columns }
        }
        #expect(isExact())
        screens.show(Story.call())
        #expect(isExact())
        _ = screens.press(.enter)
        #expect(isExact())
        _ = screens.press("d")
        #expect(isExact())
        screens.resize(columns: 33, rows: 7)
        #expect(screens.lines.count == 7 && screens.lines.allSatisfy { $0.text.count == 33 })
    }

    @Test func `Arrows and j and k select, and the list scrolls with them`() {
        var screens = Story.screens(calls: (1...60).map { Story.summary($0) })
        _ = screens.press(.down)
        _ = screens.press("jjk")
        #expect(screens.selectedLine?.contains("+15552001003") == true)
        _ = screens.press("G")
        #expect(screens.selectedLine?.contains("+15552001060") == true)
        _ = screens.press(.pageUp)
        #expect(screens.selectedLine?.contains("+15552001039") == true)
        _ = screens.press("g")
        #expect(screens.selectedLine?.contains("+15552001001") == true)
    }

    @Test func `The selection stays on its call while others come in above it`() {
        var screens = Story.screens(calls: [Story.summary(2), Story.summary(1)])
        _ = screens.press(.down)
        screens.update([Story.summary(4), Story.summary(3), Story.summary(2), Story.summary(1)])
        #expect(screens.selectedLine?.contains("+15552001001") == true)
    }

    @Test func `Nothing pressed, the selection is on the newest`() {
        var screens = Story.screens(calls: [Story.summary(1)])
        screens.update([Story.summary(2), Story.summary(1)])
        #expect(screens.selectedLine?.contains("+15552001002") == true)
    }

    @Test(arguments: [("1002", [2]), ("VOX", [1, 2]), ("404", [3]), ("nobody", [])])
    func `A filter shows the calls with that text while it is typed`(text: String, ids: [Int]) {
        var screens = Story.screens(calls: [
            Story.summary(1), Story.summary(2), Story.summary(3, status: 404, trunk: nil),
        ])
        _ = screens.press("/" + text)
        #expect(screens.text.last?.contains(text) == true)
        let shown = screens.text.filter { $0.contains("INVITE") }
        #expect(shown.count == ids.count)
        #expect(ids.allSatisfy { id in shown.contains { $0.contains("\(1000 + id)") } })
        _ = screens.press(.enter)
        #expect(screens.text.filter { $0.contains("INVITE") }.count == ids.count)
        _ = screens.press(.escape)
        #expect(screens.text.filter { $0.contains("INVITE") }.count == 3)
    }

    @Test func `f shows the failed calls only, and once more all`() {
        var screens = Story.screens(calls: [Story.summary(1), Story.summary(2, status: 486)])
        _ = screens.press("f")
        #expect(screens.text.filter { $0.contains("INVITE") }.count == 1)
        _ = screens.press("f")
        #expect(screens.text.filter { $0.contains("INVITE") }.count == 2)
    }

    @Test func `A failed call is shown as bad`() {
        let screens = Story.screens(calls: [Story.summary(1), Story.summary(2, status: 486)])
        #expect(screens.lines[3].pieces[0].style == .bad)
    }

    @Test func `Enter asks for the selected call, q and Ctrl-C for the end`() {
        var screens = Story.screens(calls: [Story.summary(1)])
        #expect(screens.press(.enter) == .open(id: "id-1"))
        #expect(screens.press("q") == [.quit])
        #expect(screens.press(.interrupt) == .quit)
    }

    @Test func `s asks where to save and proposes a name`() {
        var screens = Story.screens(calls: [Story.summary(1)])
        _ = screens.press("s")
        #expect(screens.text.last?.contains("call-id-1.pcap") == true)
        for _ in 0..<4 { _ = screens.press(.backspace) }
        _ = screens.press("cap")
        #expect(screens.press(.enter) == .save(id: "id-1", file: "call-id-1.cap"))
        _ = screens.press("sq")
        #expect(screens.press(.escape) == nil)
        #expect(screens.text.last?.contains("q quit") == true)
    }

    @Test func `p pauses and the bar says so`() {
        var screens = Story.screens(calls: [])
        _ = screens.press("p")
        #expect(screens.isPaused && screens.text[0].hasSuffix(" paused "))
        _ = screens.press("p")
        #expect(!screens.isPaused)
    }

    @Test func `An empty list has no call to open or save`() {
        var screens = Story.screens(calls: [])
        #expect(screens.press(.enter) == nil)
        #expect(screens.press("s") == [])
        #expect(screens.press("jkG") == [])
    }

    @Test func `What a peer wrote cannot move the cursor`() {
        var call = Story.summary(1)
        call.caller = "\u{1B}[2J\u{9B}31m電話\n"
        let screens = Story.screens(calls: [call])
        let text = screens.text.joined()
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        #expect(screens.lines.allSatisfy { $0.text.count == 80 })
    }
}
