import ArgumentParser
import Storage

extension SubscriberCommands {
    /// Removes subscribers.
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove subscribers and their registrations.",
            discussion:
                "A number that is no subscriber is reported, the others are removed, and the status is not 0."
        )

        @OptionGroup var directories: Directories

        @Argument(help: ArgumentHelp("The telephone numbers or names.", valueName: "NUMBER"))
        var numbers: [String]

        func run() throws {
            let database = try directories.database()
            var failures = 0
            for number in numbers {
                do throws(StorageError) {
                    say("\(try database.remove(number)) removed")
                } catch {
                    mention(error.description)
                    failures += 1
                }
            }
            directories.tellNode()
            if failures > 0 { throw ExitCode.failure }
        }
    }
}
