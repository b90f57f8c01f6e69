import DecisionTrace
import Determinism
import SIPMessages
import Telemetry
import Testing

@Suite struct ExpositionTests {
    @Test func `A family has its help and its type once, then its samples`() {
        var exposition = Exposition()
        exposition.family("some_total", .counter, "Counts some.")
        exposition.sample(3, ["kind": "a"])
        exposition.sample(4, ["kind": "b", "place": "c"])
        #expect(
            exposition.text == """
                # HELP some_total Counts some.
                # TYPE some_total counter
                some_total{kind="a"} 3
                some_total{kind="b",place="c"} 4

                """)
    }

    @Test func `A label's quotes, backslashes and line ends are escaped, those of a help but quotes`()
    {
        var exposition = Exposition()
        exposition.family("odd", .gauge, "A \"quoted\"\nback\\slash.")
        exposition.sample(1, ["label": "a\"b\\c\nd"])
        #expect(
            exposition.text == """
                # HELP odd A "quoted"\\nback\\\\slash.
                # TYPE odd gauge
                odd{label="a\\"b\\\\c\\nd"} 1

                """)
    }

    @Test func `A histogram's buckets add up to its count`() {
        var histogram = DurationHistogram(bounds: [.milliseconds(1), .milliseconds(10)])
        for milliseconds in [0, 1, 2, 10, 11, 500] as [Int64] {
            histogram.count(.milliseconds(milliseconds))
        }
        var exposition = Exposition()
        exposition.family("time_seconds", .histogram, "Times.")
        exposition.histogram(histogram, ["what": "x"])
        #expect(
            exposition.text.split(separator: "\n").dropFirst(2) == [
                "time_seconds_bucket{what=\"x\",le=\"0.001\"} 2",
                "time_seconds_bucket{what=\"x\",le=\"0.01\"} 4",
                "time_seconds_bucket{what=\"x\",le=\"+Inf\"} 6",
                "time_seconds_sum{what=\"x\"} 0.524",
                "time_seconds_count{what=\"x\"} 6",
            ])
    }

    @Test func `Requests are counted by method, trunk and result, and their reasons`() {
        let meter = RequestMeter()
        meter.count(
            .invite, trunk: "voxbone", status: 200, reason: .relayed, duration: .seconds(4))
        meter.count(.invite, trunk: "voxbone", status: 486, reason: .relayed, duration: .seconds(4))
        meter.count(
            .message, trunk: nil, status: 403, reason: .untrustedSource,
            duration: .milliseconds(0))
        let text = Self.text(of: meter)
        for line in [
            "clearwater_requests_total{method=\"INVITE\",trunk=\"voxbone\",result=\"2xx\"} 1",
            "clearwater_requests_total{method=\"INVITE\",trunk=\"voxbone\",result=\"4xx\"} 1",
            "clearwater_requests_total{method=\"MESSAGE\",trunk=\"(none)\",result=\"4xx\"} 1",
            "clearwater_outcomes_total{reason=\"relayed\"} 2",
            "clearwater_refusals_total{reason=\"untrusted_source\"} 1",
            "clearwater_response_seconds_bucket{method=\"INVITE\",le=\"2.5\"} 0",
            "clearwater_response_seconds_bucket{method=\"INVITE\",le=\"5.0\"} 2",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }

    @Test func `Methods that nobody knows are counted together`() {
        let meter = RequestMeter()
        meter.count(.other, trunk: nil, status: 405, reason: .malformed, duration: .seconds(0))
        meter.count(
            SIPMethod(rawValue: 200), trunk: nil, status: 405, reason: .malformed,
            duration: .seconds(0))
        let text = Self.text(of: meter)
        #expect(
            text.contains(
                "clearwater_requests_total{method=\"other\",trunk=\"(none)\",result=\"4xx\"} 2"))
    }

    @Test func `However many trunks come and go, the labels stay bounded`() {
        let meter = RequestMeter()
        for number in 0..<1000 {
            meter.count(
                .invite, trunk: "trunk-\(number)", status: 200, reason: .relayed,
                duration: .seconds(1))
        }
        let text = Self.text(of: meter)
        let trunks = Set(
            text.matches(of: /INVITE",trunk="([^"]*)"/).map { String($0.output.1) })
        #expect(trunks.count == 66)
        #expect(
            text.contains(
                "clearwater_requests_total{method=\"INVITE\",trunk=\"(others)\",result=\"2xx\"} 936"
            ))
    }

    @Test func `A trunk that had no request yet is there with zeros`() {
        let meter = RequestMeter()
        meter.expect(trunks: ["idle"])
        #expect(
            Self.text(of: meter).contains(
                "clearwater_requests_total{method=\"MESSAGE\",trunk=\"idle\",result=\"2xx\"} 0"))
    }

    @Test func `The store fails until it has done the same thing again, or nobody asked for long`()
    {
        let meter = StoreMeter()
        let now = Instant(nanoseconds: 0)
        func failing(after seconds: Int64) -> [StoreMeter.Operation] {
            meter.failing(at: now + .seconds(seconds), within: .seconds(30))
        }
        meter.count(.store, took: .milliseconds(3), failed: true, at: now)
        meter.count(.find, took: .milliseconds(1), failed: false, at: now)
        #expect(failing(after: 1) == [.store])
        #expect(failing(after: 30) == [])
        meter.count(.store, took: .milliseconds(3), failed: false, at: now)
        #expect(failing(after: 1) == [])
        var exposition = Exposition()
        meter.write(to: &exposition)
        #expect(
            exposition.text.contains("clearwater_store_failures_total{operation=\"store\"} 1"))
        #expect(exposition.text.contains("clearwater_store_seconds_count{operation=\"store\"} 2"))
    }

    @Test func `The process's own figures are those of this process`() throws {
        var exposition = Exposition()
        try #require(ProcessFigures()).write(to: &exposition)
        func value(_ name: String) -> Double? {
            exposition.text.split(separator: "\n").first { $0.hasPrefix(name + " ") }
                .flatMap { Double($0.dropFirst(name.count + 1)) }
        }
        #expect((value("process_open_fds") ?? 0) >= 3)
        #expect((value("process_max_fds") ?? 0) >= 3)
        #expect((value("process_resident_memory_bytes") ?? 0) > 1_048_576)
        // Since 2020, and not in the future.
        #expect((value("process_start_time_seconds") ?? 0) > 1_577_836_800)
        #expect(value("process_cpu_seconds_total") != nil)
    }

    private static func text(of meter: RequestMeter) -> String {
        var exposition = Exposition()
        meter.write(to: &exposition)
        return exposition.text
    }
}
