import Provisioning
import Troubleshooting

/// What a trunk test has shown so far.
struct TrunkTestRunPage: Page {
    struct Step: Sendable {
        let sentence: String
        let isAsExpected: Bool
        let remedy: String?
    }

    struct Ladder: Sendable {
        let path: String
        let drawing: LadderDrawing
    }

    static let template = "operator-trunk-test-run"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .trunkTest

    let title = "Trunk test"
    let path: String
    /// What came of it, once it is over.
    let notice: Notice?
    let isOver: Bool
    /// Read out to whoever does not see it change.
    let summary: String
    let steps: [Step]
    let ladders: [Ladder]

    init(_ progress: TrunkTestProgress, traces: [CallTrace]) {
        path = Self.path(of: progress.number)
        isOver = progress.isOver
        let report = progress.report
        steps = report.steps.map {
            Step(sentence: $0.sentence, isAsExpected: $0.isAsExpected, remedy: $0.remedy)
        }
        ladders = traces.enumerated().map { place, trace in
            let path = CallRow.path(of: trace.summary.id)
            return Ladder(
                path: path, drawing: LadderDrawing(trace, name: "ladder-\(place)", path: path))
        }
        let notice = progress.isOver ? Self.notice(report) : nil
        self.notice = notice
        summary = notice?.title ?? steps.last?.sentence ?? "The test has begun."
    }

    static func path(of number: Int) -> String { "/operator/trunk-test/\(number)" }

    private static func notice(_ report: TrunkTestReport) -> Notice {
        guard let first = report.steps.first(where: { !$0.isAsExpected }) else {
            return .good("All went as expected")
        }
        return .bad(first.sentence, first.remedy)
    }
}
