import ArgumentParser
import NodeConfiguration

/// Options that all of the original's user tools share.
struct UserOptions: ParsableArguments {
    @Option(
        name: .customLong("hsprov"),
        help: ArgumentHelp(
            "Where homestead-prov is; on this machine only: the data directory itself is changed.",
            valueName: "IP:PORT"))
    var provisioning: String?

    /// - Throws: where another machine is meant.
    func check() throws {
        guard let provisioning else { return }
        let isHere = ["127.", "localhost", "[::1]", "::1"].contains { provisioning.hasPrefix($0) }
        guard isHere else {
            throw Complaint(
                "--hsprov \(provisioning): this command changes the data directory of its own "
                    + "machine and asks no other; run it there, or leave --hsprov out")
        }
    }
}

/// Goes on with the next user after a failure, in the original's word.
struct KeepGoing: ParsableArguments {
    @Flag(
        name: [.customShort("k"), .customLong("keep-going")],
        help: "Go on with the next user after an error.")
    var isSet = false
}

/// How passwords were kept, in the original's word.
struct Plaintext: ParsableArguments {
    @Flag(help: "Has no effect: passwords are stored as hashes only.")
    var plaintext = false

    func check() {
        if plaintext { mention("--plaintext has no effect: passwords are stored as hashes only") }
    }
}

extension NodeSettings {
    /// - Throws: for a domain that phones of this node do not log in to.
    func check(homeDomain domain: String) throws {
        guard domain.lowercased() != homeDomain else { return }
        throw Complaint(
            "\(domain): is not the home domain of this node; write \(homeDomain)"
                + (additionalHomeDomains.contains(domain.lowercased())
                    ? ", whose numbers are reached under \(domain) too" : ""))
    }
}

/// Does something for one user after the other, as the original's tools do.
///
/// - Throws: `ExitCode.failure` where it failed for any.
func forEachUser(
    _ users: [String], isKeepingGoing: Bool, isQuiet: Bool = false,
    _ body: (String) async throws -> Void
) async throws {
    var failures = 0
    for user in users {
        do {
            try await body(user)
        } catch let error as any CustomStringConvertible & Error
            where Complaint.speaksForItself(error)
        {
            failures += 1
            if !(isQuiet && isKeepingGoing) { mention(error.description) }
            if !isKeepingGoing { break }
        }
    }
    if failures > 0 { throw ExitCode.failure }
}
