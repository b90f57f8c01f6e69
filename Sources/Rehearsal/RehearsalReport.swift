/// What happened in a rehearsal, step by step, for a person to read.
package struct RehearsalReport: Sendable {
    /// One thing that had to happen.
    package struct Step: Sendable {
        package var scene: String
        /// `arrived`, `trusted`, `delivered`, `refused`, and so on.
        package var event: String
        package var detail: String
        package var time: Duration?
        package var hasHeld: Bool
    }

    package internal(set) var steps: [Step] = []
    package internal(set) var duration = Duration.zero

    package var hasHeld: Bool { !steps.isEmpty && steps.allSatisfy(\.hasHeld) }

    mutating func note(_ scene: String, _ event: String, _ detail: String, _ time: Duration? = nil)
    {
        steps.append(Step(scene: scene, event: event, detail: detail, time: time, hasHeld: true))
    }

    mutating func fail(_ scene: String, _ event: String, _ detail: String) {
        steps.append(Step(scene: scene, event: event, detail: detail, time: nil, hasHeld: false))
    }

    /// The report without a line end at its end.
    package var text: String {
        let sceneWidth = steps.map(\.scene.count).max() ?? 0
        let eventWidth = (steps.map(\.event.count).max() ?? 0) + 1
        let detailWidth = steps.map(\.detail.count).max() ?? 0
        let times = steps.map { step in
            step.time.map(\.inMilliseconds) ?? (step.hasHeld ? "" : "FAILED")
        }
        let timeWidth = times.map(\.count).max() ?? 0
        var lines: [String] = []
        var before = ""
        for (step, time) in zip(steps, times) {
            if step.scene != before, !before.isEmpty { lines.append("") }
            let scene = step.scene == before ? "" : step.scene
            before = step.scene
            let event = step.hasHeld ? step.event : step.event + "!"
            let cells = [
                Self.pad(scene, sceneWidth), Self.pad(event, eventWidth),
                Self.pad(step.detail, detailWidth),
                String(repeating: " ", count: timeWidth - time.count) + time,
            ]
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            lines.append(line)
        }
        let failures = steps.count { !$0.hasHeld }
        let verdict =
            failures == 0
            ? "All of it held" : "\(failures) of \(steps.count) did not hold, marked FAILED"
        return (lines + ["", "\(verdict); it took \(duration.inMilliseconds)."]).joined(
            separator: "\n")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
