import Provisioning
import Testing
import Troubleshooting
import WebTestKit

@Suite("The pages of calls")
struct CallPageTests {
    @Test func `list calls, and narrow them down as the form says`() async throws {
        try await withPortal { portal in
            portal.desks.state.withLock { $0.traces = [CallOfTheTest.unregistered] }
            let admin = try await portal.administrator()
            let page = try await admin.get("/operator/calls")
            #expect(page.status == 200 && page.contains("480 not registered"))
            #expect(page.contains("href=\"/operator/calls/ffee00112233aabb\""))
            _ = try await admin.get(
                "/operator/calls?failed=yes&number=%2B1+(555)+100-0000&source=81.201.82.0/24"
                    + "&kind=message")
            let filter = try #require(portal.desks.state.withLock { $0.filters.last })
            #expect(filter.failedOnly && filter.number == "15551000000")
            #expect(filter.source == "81.201.82.0/24" && filter.kinds == [.message])
        }
    }

    @Test func `complain about a number and a source that are none`() async throws {
        try await withPortal { portal in
            let admin = try await portal.administrator()
            let page = try await admin.get("/operator/calls?number=ann&source=my%20house")
            #expect(page.status == 422 && page.contains("Write digits"))
            #expect(page.contains("Write an address such as"))
            #expect(page.contains("value=\"my house\""))
        }
    }

    @Test func `tell of calls while one looks`() async throws {
        try await withPortal { portal in
            let admin = try await portal.administrator()
            let client = try PlainClient(portal.endpoint)
            client.send(
                "GET /operator/calls/events?failed=yes HTTP/1.1\r\nHost: localhost\r\n"
                    + "\(admin.cookieField)\r\n\r\n")
            portal.desks.change.yield([CallOfTheTest.unregistered.summary])
            let heard = await client.text(upTo: "Ladder</a>")
            #expect(heard.contains("Content-Type: text/event-stream"))
            #expect(heard.contains("event: calls\ndata: <tr data-call=\"ffee00112233aabb\""))
            #expect(portal.desks.state.withLock { $0.filters.last?.failedOnly } == true)
        }
    }

    @Test func `tell nobody else`() async throws {
        try await withPortal { portal in
            let stranger = portal.visitor()
            let answer = try await stranger.get(
                "/operator/calls/events", headers: ["Accept: text/event-stream"])
            #expect(answer.status == 401)
            let ann = try await portal.person("ann@example.com")
            #expect(try await ann.get("/operator/calls/events").status == 403)
        }
    }

    @Test func `show what became of a call and what to do, its ladder and its messages`()
        async throws
    {
        try await withPortal { portal in
            portal.desks.state.withLock {
                $0.traces = [CallOfTheTest.unregistered, CallOfTheTest.answered]
            }
            let admin = try await portal.administrator()
            let failed = try await admin.get("/operator/calls/ffee00112233aabb")
            #expect(failed.contains("<strong>No phone is registered for 15551000000.</strong>"))
            #expect(failed.contains("Register a phone with the settings"))
            #expect(failed.contains("href=\"/operator/doctor?number=15551000000\""))
            let page = try await admin.get("/operator/calls/00112233aabbccdd")
            #expect(page.contains("<title id=\"ladder-title\">Ladder of Call from 442079460000"))
            #expect(page.contains("href=\"#message-1\"") && page.contains("id=\"message-1\""))
            #expect(page.contains("Added: </span>Max-Forwards: 69</ins>"))
            #expect(page.contains("Removed: </span>Max-Forwards: 70</del>"))
            #expect(page.contains("against the <a href=\"#message-1\">INVITE from voxbone</a>"))
            #expect(page.contains("5 lines passed on as they were."))
            #expect(!page.contains("style=") && !page.contains("onclick"))
        }
    }

    @Test func `are not there for a call that is forgotten`() async throws {
        try await withPortal { portal in
            let admin = try await portal.administrator()
            let path = "/operator/calls/0000000000000000"
            for page in ["", "/pcap", "/bundle"] {
                #expect(try await admin.get(path + page).status == 404)
            }
        }
    }

    @Test func `show bodies only to whoever asks, and note it`() async throws {
        try await withPortal { portal in
            portal.desks.state.withLock { $0.traces = [CallOfTheTest.answered] }
            let admin = try await portal.administrator()
            let path = "/operator/calls/00112233aabbccdd"
            #expect(try await admin.get(path + "?showsSecrets=true").contains("Show bodies"))
            #expect(portal.desks.state.withLock { $0.secrets } == [false])
            let shown = try await admin.submit(path + "/bodies", [:], from: path)
            #expect(shown.status == 200 && shown.contains("Hide them again"))
            #expect(portal.desks.state.withLock { $0.secrets } == [false, false, true])
            let file = try await admin.submit(path + "/pcap", [:], from: path)
            #expect(file.answerBody == "capture")
            #expect(portal.desks.state.withLock { $0.secrets.last } == true)
            let trail = try await portal.store.audit(before: nil, limit: 2)
            #expect(trail.map(\.action) == ["download bodies", "show bodies"])
            #expect(trail.allSatisfy { $0.object == "Call from 442079460000 to 15551000000" })
        }
    }

    @Test func `hand a call out as files without its bodies`() async throws {
        try await withPortal { portal in
            portal.desks.state.withLock { $0.traces = [CallOfTheTest.answered] }
            let admin = try await portal.administrator()
            let capture = try await admin.get("/operator/calls/00112233aabbccdd/pcap")
            #expect(capture.answerBody == "capture")
            #expect(
                capture.header("Content-Disposition")
                    == "attachment; filename=\"call-00112233aabbccdd.pcap\"")
            #expect(portal.desks.state.withLock { $0.secrets } == [false])
            let bundle = try await admin.get("/operator/calls/00112233aabbccdd/bundle")
            #expect(bundle.answerBody == "bundle")
            #expect(bundle.header("Content-Type") == "application/gzip")
        }
    }

    @Test func `write what callers sent as text`() async throws {
        try await withPortal { portal in
            let markup = "</text><script>alert(1)</script>\"'"
            var call = CallOfTheTest(trunk: markup, phone: markup)
            call.pass(markup, from: 0, to: 1, after: 0, text: markup)
            call.decide("discarded", markup)
            var summary = call.trace.summary
            summary.caller = markup
            var trace = call.trace
            trace.summary = summary
            portal.desks.state.withLock { $0.traces = [trace] }
            let admin = try await portal.administrator()
            for path in ["/operator/calls", "/operator/calls/00112233aabbccdd"] {
                let page = try await admin.get(path)
                #expect(page.contains("&lt;script&gt;"), "\(path)")
                #expect(!page.contains("<script>"), "\(path)")
            }
        }
    }

    @Test func `stay small however long a call is`() async throws {
        try await withPortal { portal in
            var call = CallOfTheTest()
            for number in 0..<2000 {
                call.pass(
                    "INFO", from: 0, to: 1, after: Int64(number),
                    text: String(repeating: "a line of a message\r\n", count: 1000))
            }
            let trace = call.trace
            portal.desks.state.withLock { $0.traces = [trace] }
            let admin = try await portal.administrator()
            let page = try await admin.get("/operator/calls/00112233aabbccdd")
            #expect(page.contains("and 1800 more events") && page.utf8.count < 2_500_000)
            #expect(page.contains("more characters: the pcap has them"))
        }
    }
}
