import ArgumentParser
import Storage

/// Makes users, by the original's name and words.
struct CreateUser: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cw-create_user",
        abstract: "Create users; one that is there already is left as it is.",
        discussion: """
              cw-create_user 6505550000..6505550009 example.com SECRET
              cw-create_user +15551000000 example.com SECRET --ifc ifc.xml --prefix 123
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var options: UserOptions
    @OptionGroup var keepGoing: KeepGoing
    @OptionGroup var plaintext: Plaintext
    @OptionGroup var criteria: FilterCriteriaFile
    @OptionGroup var users: UserNames

    @Argument(help: ArgumentHelp("The password of all of them.", valueName: "PASSWORD"))
    var password: String

    func run() async throws {
        try options.check()
        plaintext.check()
        let settings = try directories.settings()
        try settings.check(homeDomain: users.domain)
        let document =
            try criteria.document(domain: settings.homeDomain)
            ?? Array("<ServiceProfile></ServiceProfile>".utf8)
        let database = try directories.database()
        defer { directories.tellNode() }
        try await forEachUser(users.numbers.numbers, isKeepingGoing: keepGoing.isSet) { user in
            let new = try NewSubscriber(
                user: user, password: password, realm: settings.homeDomain)
            if try database.add(new, filterCriteria: document, now: wallTime()) {
                say("sip:\(new.user)@\(settings.homeDomain) created")
            } else {
                mention("sip:\(new.user)@\(settings.homeDomain) is there already, not created")
            }
        }
    }
}
