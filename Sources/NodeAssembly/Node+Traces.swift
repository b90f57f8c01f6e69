import CallTraces

/// What the engine did lately, for its readers.
extension Node {
    /// Everything that is held, up to this moment, oldest first.
    func traceSegments() async throws -> [TraceRecorder.Segment] {
        let shard = shard
        try await group.next().submit { shard.value.handOverTrace() }.get()
        return traces.segments
    }
}
