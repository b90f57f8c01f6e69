import CallTraces
import DecisionTrace
import Determinism
import Testing
import Troubleshooting

@Suite struct TraceRecorderTests {
    /// So many calls, a log each, one second apart.
    private func play(
        _ count: Int, into recorder: TraceRecorder, _ story: inout Story,
        _ play: (inout Story) -> Void
    ) {
        for _ in 0..<count {
            play(&story)
            story.keep(in: recorder)
            story.call += 1
            story.time += 1000
        }
    }

    @Test func `However much is kept, the bound of memory holds`() {
        let recorder = TraceRecorder(limit: 400_000)
        var story = Story()
        for _ in 0..<20 {
            play(20, into: recorder, &story) { $0.completedCall() }
            play(20, into: recorder, &story) { $0.busyCall() }
            play(20, into: recorder, &story) { $0.strangersCall() }
            #expect(recorder.cost <= 400_000)
        }
        #expect(recorder.cost > 250_000)
    }

    @Test func `The oldest call goes first`() async throws {
        let recorder = TraceRecorder(limit: 400_000)
        var story = Story()
        play(200, into: recorder, &story) { $0.completedCall() }
        let calls = try await Story.desk(over: recorder).calls(CallFilter(limit: 1000))
        #expect(calls.count < 200)
        #expect(calls.first?.id == "abcd0000000000c8")
        #expect(try await Story.desk(over: recorder).call("abcd000000000001", showsSecrets: true) == nil)
    }

    @Test func `A call that failed is kept whole when those around it are gone`() async throws {
        let recorder = TraceRecorder(limit: 400_000)
        var story = Story()
        play(1, into: recorder, &story) { $0.busyCall() }
        let before = try await Story.desk(over: recorder).call(
            "abcd000000000001", showsSecrets: true)
        play(500, into: recorder, &story) { $0.completedCall() }
        let after = try await Story.desk(over: recorder).call(
            "abcd000000000001", showsSecrets: true)
        #expect(before != nil)
        #expect(after == before)
    }

    @Test func `A call whose log was taken in the middle of it is kept whole too`() async throws {
        let recorder = TraceRecorder(limit: 400_000)
        var story = Story()
        story.beginCall()
        story.keep(in: recorder)
        let call = story.call
        // Another's call in between, larger than what is joined into one segment.
        story.call += 1
        for _ in 0..<15 { story.completedCall() }
        story.keep(in: recorder)
        story.call = call
        story.phoneAnswers("486 Busy Here")
        story.keep(in: recorder)
        let before = try await Story.desk(over: recorder).call(
            "abcd000000000001", showsSecrets: true)
        story.call += 2
        play(500, into: recorder, &story) { $0.completedCall() }
        let after = try await Story.desk(over: recorder).call(
            "abcd000000000001", showsSecrets: true)
        #expect(recorder.segments.count > 1)
        #expect(after?.events.count == before?.events.count)
        #expect(after?.summary.status == 486)
    }

    @Test func `A flood of strangers pushes out no call of a trunk, failed or not`() async throws {
        let recorder = TraceRecorder(limit: 400_000)
        var story = Story()
        play(5, into: recorder, &story) { $0.busyCall() }
        play(5, into: recorder, &story) { $0.completedCall() }
        play(3000, into: recorder, &story) { $0.strangersCall() }
        let calls = try await Story.desk(over: recorder).calls(CallFilter(limit: 5000))
        #expect(calls.filter { $0.trunk == "voxbone" }.count == 10)
        #expect(recorder.cost <= 400_000)
    }

    @Test func `Strangers and a trunk in one log are told apart`() async throws {
        let recorder = TraceRecorder(limit: 400_000)
        var story = Story()
        for _ in 0..<400 {
            story.completedCall()
            for _ in 0..<30 {
                story.call += 1
                story.strangersCall()
            }
            story.call += 1
            story.keep(in: recorder)
        }
        let calls = try await Story.desk(over: recorder).calls(CallFilter(limit: 5000))
        #expect(calls.filter { $0.trunk == "voxbone" }.count > 20)
        #expect(calls.contains { $0.trunk == nil })
    }

    @Test func `A challenge is no failure`() async throws {
        let recorder = TraceRecorder(limit: 400_000)
        var story = Story()
        story.received(Story.invite())
        story.decided(.trunkMatched, .text("voxbone"), .text("203.0.113.9"))
        story.answered(401, .challenged)
        story.keep(in: recorder)
        story.call += 1
        play(500, into: recorder, &story) { $0.completedCall() }
        #expect(
            try await Story.desk(over: recorder).call("abcd000000000001", showsSecrets: true)
                == nil)
    }

    @Test func `No more failed calls are kept than there is room for`() {
        let recorder = TraceRecorder(limit: 400_000)
        var story = Story()
        play(1000, into: recorder, &story) { $0.busyCall() }
        #expect(recorder.cost <= 400_000)
    }

    @Test func `No more failed calls are kept than are allowed, the last ones`() async throws {
        let recorder = TraceRecorder(limit: 400_000, mostFailedCalls: 5)
        var story = Story()
        play(20, into: recorder, &story) { $0.busyCall() }
        play(200, into: recorder, &story) { $0.completedCall() }
        let failed = try await Story.desk(over: recorder).calls(CallFilter(failedOnly: true))
        #expect(
            failed.map(\.id) == [
                "abcd000000000014", "abcd000000000013", "abcd000000000012", "abcd000000000011",
                "abcd000000000010",
            ])
    }

    @Test func `A call that was found to be ill is kept although it was answered 200`() async throws {
        let recorder = TraceRecorder(limit: 400_000)
        let desk = Story.desk(over: recorder)
        var story = Story()
        play(1, into: recorder, &story) { story in
            story.beginCall()
            for _ in 0..<4 { story.phoneAnswers("200 OK") }
        }
        #expect(try await desk.calls(CallFilter(failedOnly: true)).count == 1)
        play(500, into: recorder, &story) { $0.completedCall() }
        let kept = try await desk.calls(CallFilter(failedOnly: true))
        #expect(kept.map(\.id) == ["abcd000000000001"])
        #expect(kept.map(\.messages) == [11])
    }

    @Test func `A smaller bound takes effect at once`() {
        let recorder = TraceRecorder(limit: 4_000_000)
        var story = Story()
        play(500, into: recorder, &story) { $0.completedCall() }
        #expect(recorder.cost > 400_000)
        recorder.resize(to: 400_000)
        #expect(recorder.cost <= 400_000)
    }

    @Test func `The memory of what fell out is used again`() {
        let recorder = TraceRecorder(limit: 400_000)
        var spare = TraceLog()
        for number in 0..<40 {
            var story = Story(log: spare, call: UInt64(number + 1), time: Int64(number))
            for _ in 0..<60 { story.completedCall() }
            spare = recorder.keep(story.log, at: story.clock)
        }
        #expect(spare.isEmpty)
        #expect(spare.capacity > 60_000)
    }

    @Test func `A reader's segments stay as they were`() {
        let recorder = TraceRecorder(limit: 400_000)
        var story = Story()
        play(3, into: recorder, &story) { $0.completedCall() }
        let before = recorder.segments.map(\.log.records)
        let held = recorder.segments
        play(500, into: recorder, &story) { $0.completedCall() }
        #expect(held.map(\.log.records) == before)
    }

    @Test func `Time runs on evenly although the clocks are read apart`() {
        let recorder = TraceRecorder(limit: 4_000_000)
        for (instant, wall) in [(1_000_900_000, 1000), (2_000_100_000, 2001), (3_000_000_000, 2999)] {
            var story = Story()
            story.time = Int64(instant) / 1_000_000
            for _ in 0..<60 { story.completedCall() }
            let clock = Now(
                instant: Instant(nanoseconds: Int64(instant)),
                wall: WallTime(milliseconds: Int64(wall)))
            _ = recorder.keep(story.log, at: clock)
        }
        #expect(recorder.segments.count > 1)
        #expect(Set(recorder.segments.map(\.offset)).count == 1)
    }

    @Test func `A clock that was set anew is followed`() {
        let recorder = TraceRecorder(limit: 4_000_000)
        for wall in [0, 3_600_000] {
            var story = Story()
            story.completedCall()
            _ = recorder.keep(
                story.log,
                at: Now(
                    instant: Instant(nanoseconds: 0),
                    wall: WallTime(milliseconds: Int64(wall))))
        }
        #expect(recorder.segments.map(\.offset) == [0, 3_600_000_000])
    }
}
