/// What is known of the number in question.
package struct NumberFacts: Sendable {
    /// As a person wrote it.
    package var asked: String
    /// What subscribers are looked up by; nil for a text that can be no number and no name.
    package var key: String?
    /// Nil inside where nobody has it.
    package var holder: Fact<Holder?>
    /// Numbers that exist, in no order, among which the nearest may be.
    package var neighbours: [String]

    package struct Holder: Hashable, Sendable {
        /// As it was provisioned.
        package var user: String
        package var identities: [Identity]
        /// Those that have expired lately among them.
        package var phones: [Phone]
        package var services: Services?

        package init(
            user: String, identities: [Identity], phones: [Phone], services: Services? = nil
        ) {
            self.user = user
            self.identities = identities
            self.phones = phones
            self.services = services
        }
    }

    package struct Identity: Hashable, Sendable {
        package var uri: String
        package var isBarred: Bool
        /// True where the number in question leads to it.
        package var isAsked: Bool

        package init(uri: String, isBarred: Bool, isAsked: Bool) {
            self.uri = uri
            self.isBarred = isBarred
            self.isAsked = isAsked
        }
    }

    package struct Phone: Hashable, Sendable {
        package var contact: String
        /// "UDP", "TCP".
        package var transport: String
        /// Where its packets come from, with port.
        package var source: String
        /// - Units: microseconds since 1970.
        package var since: Int64
        package var expires: Int64
        package var userAgent: String
        /// False once its connection is known to be gone.
        package var isReachable: Bool

        package init(
            contact: String, transport: String, source: String, since: Int64, expires: Int64,
            userAgent: String = "", isReachable: Bool = true
        ) {
            self.contact = contact
            self.transport = transport
            self.source = source
            self.since = since
            self.expires = expires
            self.userAgent = userAgent
            self.isReachable = isReachable
        }
    }

    /// What the service settings would do to a call.
    package struct Services: Hashable, Sendable {
        /// One clause each: `every call to sip:1@example.com`.
        package var diversions: [String]
        /// One clause: `every call`; nil where none is barred.
        package var barred: String?

        package init(diversions: [String] = [], barred: String? = nil) {
            self.diversions = diversions
            self.barred = barred
        }
    }

    package init(
        asked: String, key: String?, holder: Fact<Holder?>, neighbours: [String] = []
    ) {
        self.asked = asked
        self.key = key
        self.holder = holder
        self.neighbours = neighbours
    }
}
