import ArgumentParser
import Doctor
import Foundation
import NodeAssembly
import NodeControl
import Troubleshooting

/// Goes the way of a call and says what is proven, what is wrong, and what to do first.
struct Examine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say why calls and messages do not get through, and what to do.",
        discussion: """
            Did it arrive? Is its sender trusted? Would it ring on-net? And the machine that all \
            of it stands on. Each check says by what evidence it holds, each that does not hold \
            one line of remedy; mend the first one first. docs/doctor.md lists all.

            With a NUMBER its line is looked at, and a test call and a test message go to a \
            built-in phone in its place; the number's own phones stay silent.

            Asks the running node; without one, the files, the store and the ports say what keeps \
            it from starting. The status is 0 where no check failed, and 1 otherwise.

              clearwater doctor
              clearwater doctor +15551000000
              clearwater doctor --wait 60        then place a call to your number
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var listing: ListingOptions

    @Argument(help: ArgumentHelp("A number or a name that should ring.", valueName: "NUMBER"))
    var number: String?

    @Option(
        help: ArgumentHelp(
            "Watch so long, at most, for a provider's packet.", valueName: "SECONDS"))
    var wait: Int?

    @Flag(help: "Place no test call, and send no test message.")
    var noTestCall = false

    func validate() throws {
        if let wait, !(1...600).contains(wait) {
            throw ValidationError("--wait takes 1 to 600 seconds.")
        }
    }

    func run() async throws {
        let report = try await report()
        say(listing.isJSON ? try report.json() : report.text)
        if report.firstFailure != nil { throw ExitCode.failure }
    }

    private func report() async throws -> DoctorReport {
        let client = ControlClient(directory: directories.dataPath, timeout: 120)
        do {
            let watch = try wait.map { try ArrivalWatching(client, seconds: $0).watch() }
            let order = DoctorOrder(
                number: number, placesTestCall: number != nil && !noTestCall,
                configurationDirectory: absoluteConfigurationPath, watch: watch)
            switch try client.call(.doctor(order)) {
            case .doctor(let report): return report
            case .failed(let reason): throw Complaint(reason)
            default: throw ControlError.badReply(path: directories.dataPath)
            }
        } catch ControlError.noNode {
            return await reportWithoutNode(.notRunning)
        } catch let error as ControlError {
            return await reportWithoutNode(.silent(error.description))
        }
    }

    /// The node's working directory is another.
    private var absoluteConfigurationPath: String {
        URL(fileURLWithPath: directories.configuration.path).standardizedFileURL.path
    }

    private func reportWithoutNode(_ state: NodeState) async -> DoctorReport {
        let deployment = StoppedDeployment(
            configuration: directories.configuration, dataDirectory: directories.dataPath)
        return Consultation.report(on: await deployment.doctorFacts(number: number, node: state))
    }
}
