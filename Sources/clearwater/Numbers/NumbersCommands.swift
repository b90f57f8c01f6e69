import ArgumentParser
import Provisioning
import Storage

/// What can be done with the number pool.
struct NumbersCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "numbers",
        abstract: "Add numbers to the pool that new lines get theirs from, list and remove them.",
        discussion: """
            A person who adds a line in the portal gets the lowest free number of the pool, and so \
            does clearwater subscriber add without a number. A number is in use while it is a \
            subscriber, whoever made that.
            """,
        subcommands: [Add.self, List.self, Remove.self])

    /// The words of the original's create_numbers.
    struct Run: ParsableArguments {
        @Option(help: ArgumentHelp("The first number, such as 6505550000.", valueName: "NUMBER"))
        var start: String

        @Option(help: ArgumentHelp("How many, up to a million.", valueName: "COUNT"))
        var count: Int
    }
}

extension NumbersCommands {
    /// Puts numbers into the pool.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Add consecutive numbers to the pool; those that are in it are left as they are.",
            discussion: """
                  clearwater numbers add --start 6505550000 --count 1000
                  clearwater numbers add --start +15551000000 --count 100 --pstn
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var run: Run

        @Flag(name: .customLong("pstn"), help: "They are reached from the telephone network.")
        var isPSTN = false

        func run() async throws {
            let added = try await directories.database().addNumbers(
                from: run.start, count: run.count, isPSTN: isPSTN, by: .commandLine, now: wallTime()
            )
            let present = run.count - added
            say(
                "\(counted(added, "number")) added" + (present > 0 ? ", \(present) were there" : "")
            )
        }
    }

    /// Shows the pool.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the pool as ranges of consecutive numbers, and how many are in use.")

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        func run() async throws {
            let ranges = try await directories.database().numberRanges()
            if listing.isJSON { return say(try ranges.map(Entry.init).json()) }
            guard !ranges.isEmpty else {
                return mention(
                    "no numbers in the pool; add some with: "
                        + "clearwater numbers add --start 6505550000 --count 1000")
            }
            var table = TextTable("FIRST", "LAST", "COUNT", "IN USE", "PSTN")
            for range in ranges {
                table.add(
                    range.first, range.last, "\(range.count)", "\(range.used)",
                    range.isPSTN ? "yes" : "no")
            }
            say(table.text)
        }

        private struct Entry: Encodable {
            let first: String
            let last: String
            let count: Int
            let used: Int
            let pstn: Bool

            init(_ range: NumberRange) {
                first = range.first
                last = range.last
                count = range.count
                used = range.used
                pstn = range.isPSTN
            }
        }
    }

    /// Takes numbers out of the pool.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take free numbers out of the pool; those in use stay.",
            discussion: "  clearwater numbers remove --start 6505550500 --count 500")

        @OptionGroup var directories: Directories
        @OptionGroup var run: Run

        func run() async throws {
            let removed = try await directories.database().removeNumbers(
                from: run.start, count: run.count, by: .commandLine, now: wallTime())
            say("\(counted(removed, "number")) removed")
        }
    }
}
