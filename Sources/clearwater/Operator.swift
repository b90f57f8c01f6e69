import Provisioning

extension Author {
    /// Whoever may run a command on the data directory.
    static let commandLine = Author(who: "operator", interface: .commandLine)
}
