import ArgumentParser
import CallTraces
import Foundation
import NodeControl
import Troubleshooting

extension TrunkCommands {
    /// Plays a provider.
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Play a provider: its call or its SMS to a number, without the provider.",
            discussion: """
                The running node plays the trunk through its own listener, in the dialect of its \
                preset, and shows what came of it with the ladder. No configuration is changed, \
                and nothing is left behind.

                The number's own phones really ring, for at most 20 s. With --built-in-phone, and \
                with the manners busy, silent, slow and early-media, a built-in phone answers in \
                their place, and nobody is disturbed.

                  clearwater trunk test voxbone --number +33182882566
                  clearwater trunk test voxbone --number +33182882566 --sms "Your code is 4711"
                  clearwater trunk test voxbone --number +33182882566 --both --built-in-phone
                  clearwater trunk test voxbone --number +33182882566 --manner busy
                  clearwater trunk test voxbone --number +33182882566 --untrusted
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        @Argument(help: ArgumentHelp("A trunk or a preset.", valueName: "NAME"))
        var name: String

        @Option(help: ArgumentHelp("The number that is called.", valueName: "N"))
        var number: String

        @Flag(help: "Play a call. (default)")
        var call = false

        @Option(help: ArgumentHelp("Play an SMS with this text, and no call.", valueName: "TEXT"))
        var sms: String?

        @Flag(help: "Play a call and an SMS.")
        var both = false

        @Option(
            name: .customLong("from"),
            help: ArgumentHelp(
                "Who calls. (default: the preset's example)", valueName: "CALLER"))
        var caller: String?

        @Flag(help: "Play from an address that is not trusted; 403 is what should come.")
        var untrusted = false

        @Option(
            help: ArgumentHelp(
                "How the call goes: \(Manner.allCases.map(\.rawValue).joined(separator: ", ")).",
                valueName: "MANNER"))
        var manner = Manner.answered

        @Flag(help: "A built-in phone answers in the place of the number's own.")
        var builtInPhone = false

        @Flag(help: "Over TCP in place of UDP.")
        var tcp = false

        func validate() throws {
            if both, call {
                throw ValidationError("--both is a call and an SMS: leave --call out.")
            }
            if manner != .answered, sms != nil, !call, !both {
                throw ValidationError("--manner is how a call goes: add --call or --both.")
            }
        }

        func run() throws {
            let client = ControlClient(directory: directories.dataPath)
            var progress = try begin(client)
            var shown = 0
            while true {
                if !listing.isJSON {
                    for step in progress.report.steps.dropFirst(shown) { say(step.text) }
                }
                shown = progress.report.steps.count
                guard !progress.isOver else { break }
                usleep(100_000)
                progress = try outcome(try client.call(.trunkTest(number: progress.number)))
            }
            let traces = traces(of: progress.report.calls, client)
            if listing.isJSON {
                say(try Answer(progress.report, traces).json())
            } else {
                for trace in traces {
                    say("")
                    say(CallReport(trace, width: Terminal.width, pen: Terminal.pen).text)
                }
            }
            guard progress.report.isAsExpected else { throw ExitCode.failure }
        }

        private func begin(_ client: ControlClient) throws -> TrunkTestProgress {
            do {
                return try outcome(try client.call(.beginTrunkTest(order)))
            } catch ControlError.noNode {
                throw Complaint(
                    "no node is running on \(directories.dataPath), and a test is played against"
                        + " one; start it with: clearwater serve")
            }
        }

        private func outcome(_ reply: ControlReply) throws -> TrunkTestProgress {
            switch reply {
            case .trunkTest(let progress): return progress
            case .failed(let reason): throw Complaint(reason)
            default: throw ControlError.badReply(path: directories.dataPath)
            }
        }

        /// What the node remembers of it; nothing where its trace is off.
        private func traces(of calls: [String], _ client: ControlClient) -> [CallTrace] {
            calls.compactMap { id in
                guard case .call(let trace) = try? client.call(.call(id: id, showsSecrets: false))
                else { return nil }
                return trace
            }
        }

        private struct Answer: Encodable {
            let steps: [TrunkTestReport.Step]
            let calls: [String]
            let traces: [CallTrace]

            init(_ report: TrunkTestReport, _ traces: [CallTrace]) {
                steps = report.steps
                calls = report.calls
                self.traces = traces
            }
        }

        private var order: TrunkTestOrder {
            let usual = "Test message of \(name), played by clearwater: äöü €."
            return TrunkTestOrder(
                trunk: name, number: number, playsCall: call || both || sms == nil,
                sms: sms ?? (both ? usual : nil), caller: caller, isUntrusted: untrusted,
                manner: manner.order, usesBuiltInPhone: builtInPhone, overTCP: tcp)
        }
    }

    /// As it is written on the command line.
    enum Manner: String, ExpressibleByArgument, CaseIterable {
        case answered
        case busy
        case silent
        case slow
        case earlyMedia = "early-media"
        case reinvite
        case cancelled

        var order: TrunkTestOrder.Manner {
            switch self {
            case .answered: .answered
            case .busy: .busy
            case .silent: .silent
            case .slow: .slow
            case .earlyMedia: .earlyMedia
            case .reinvite: .reinvite
            case .cancelled: .cancelled
            }
        }
    }
}

extension TrunkTestReport.Step {
    /// One line, and a second one for the remedy.
    var text: String {
        "\(isAsExpected ? "ok  " : "FAIL")  \(sentence)" + (remedy.map { "\n      \($0)" } ?? "")
    }
}
