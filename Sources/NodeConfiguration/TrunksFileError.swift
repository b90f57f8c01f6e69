/// Why the file of trunks was not changed.
package enum TrunksFileError: Error, Equatable, Sendable {
    case badName(String)
    /// `trusted_peers` is not a name for the file.
    case reservedName
    case nameTaken(String, ConfigurationOrigin)
    case noPeers
    case badPeers([TrunkEntryFault])
    /// The name, the file, and the names that are there.
    case noSuchTrunk(String, String, [String])
    case unreadable(ConfigurationMistake)
    /// The path that the system refused, and its error number.
    case cannotWrite(String, Int32)
    /// Someone who does not know the lock saved the file between reading and writing it.
    case changedMeanwhile(String)
}

extension TrunksFileError: CustomStringConvertible {
    /// One line a fault: what is wrong and what to do.
    package var description: String {
        switch self {
        case .badName(let name):
            "\(name.inReport) cannot be the name of a trunk. Use a-z, 0-9, _ and -, at most 64"
                + " of them."
        case .reservedName:
            "\"trusted_peers\" is an option of user_settings, not a trunk of the file trunks. "
                + "Edit it there, or take another name."
        case .nameTaken(let name, let origin):
            "\(origin): the trunk \"\(name)\" exists. Remove it first, or take another name."
        case .noPeers:
            "A trunk needs peers. Give one or more addresses, networks or host names."
        case .badPeers(let faults):
            faults.map { "\($0.what). \($0.remedy)" }.joined(separator: "\n")
        case .noSuchTrunk(let name, let path, let names):
            "\(path): there is no trunk \(name.inReport). "
                + (names.isEmpty
                    ? "The file has none." : "It has: \(names.joined(separator: ", ")).")
        case .unreadable(let mistake):
            mistake.description
        case .cannotWrite(let path, let number):
            "\(path): cannot be written: \(systemText(number)). \(Self.remedy(number, path))"
        case .changedMeanwhile(let path):
            "\(path): someone else saved it in the meantime, and nothing was changed. Try again."
        }
    }

    private static func remedy(_ number: Int32, _ path: String) -> String {
        switch number {
        case 2, 20: "Create the directory, or name another with --config."
        case 1, 13: "Run the command as a user who may write there, such as with sudo."
        case 28, 122: "Make room on the disk."
        case 30: "The file system is read-only: change the file where it comes from."
        default: "Check the directory and the disk it lies on."
        }
    }
}
