import ArgumentParser
import Foundation
import Storage

extension SubscriberCommands {
    /// Takes in subscribers from a file.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add subscribers from a file of number,password lines.",
            discussion: """
                One subscriber a line, number,password. A password with commas or quotes stands in \
                quotes, its own quotes doubled. Empty lines, lines that begin with # and a first \
                line number,password are skipped. A bad line is reported with its number and the \
                rest goes in; the status is then not 0. An import that was interrupted is begun \
                again as it was: who is there already with the same password is counted and is no \
                mistake.

                  clearwater subscriber import numbers.csv
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        @Argument(
            help: ArgumentHelp("The file; - for standard input.", valueName: "FILE"),
            completion: .file())
        var file: String

        func run() throws {
            let settings = try directories.settings()
            let contents = try contents()
            let database = try directories.database()
            let work = SubscriberImport(into: database, realm: settings.homeDomain)
            let name = file == "-" ? "standard input" : file
            let report = try work.run(contents, name: name, now: wallTime())
            directories.tellNode()
            if listing.isJSON {
                say(try Outcome(report).json())
            } else {
                for failure in report.failures { mention(failure.error.description) }
                let present = report.present > 0 ? ", \(report.present) there already" : ""
                let rest =
                    report.failures.isEmpty ? "" : ", \(counted(report.failures.count, "line")) not"
                say("\(counted(report.added, "subscriber")) added\(present)\(rest)")
            }
            if !report.failures.isEmpty { throw ExitCode.failure }
        }

        private func contents() throws -> [UInt8] {
            if file == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
                throw Complaint("\(file): no such file; name a file of number,password lines")
            }
            guard !isDirectory.boolValue, let data = FileManager.default.contents(atPath: file)
            else {
                throw Complaint(
                    "\(file): cannot be read; name a file of number,password lines that you may read"
                )
            }
            return Array(data)
        }

        private struct Outcome: Encodable {
            struct Failure: Encodable {
                let line: Int
                let text: String
                let remedy: String
            }

            let added: Int
            let present: Int
            let failures: [Failure]

            init(_ report: SubscriberImport.Report) {
                added = report.added
                present = report.present
                failures = report.failures.map {
                    Failure(line: $0.line, text: $0.error.what, remedy: $0.error.remedy)
                }
            }
        }
    }
}
