/// Who asks for a change, and from where: what the audit trail keeps of it.
package struct Author: Hashable, Sendable {
    /// The door that the request came in by.
    package enum Interface: String, Hashable, Sendable, CaseIterable {
        case portal
        case ellis
        case homesteadProvisioning = "homestead-prov"
        case xdms
        case commandLine = "command line"
        case node
    }

    /// An account's e-mail, a subscriber's identity, or "api key", "operator", "anybody".
    package var who: String
    package var interface: Interface
    /// The address of the client without its port, or "" where there is none.
    package var source: String

    package init(who: String, interface: Interface, source: String = "") {
        self.who = who
        self.interface = interface
        self.source = source
    }
}
