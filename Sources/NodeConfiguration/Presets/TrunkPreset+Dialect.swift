extension TrunkPreset {
    /// How a provider's requests look: what a simulated trunk speaks.
    package struct Dialect: Sendable, Hashable {
        /// How a number with its country code is written.
        package enum NumberForm: String, Sendable, Hashable, CaseIterable {
            /// `+33182882566`
            case e164
            /// `33182882566`
            case digits

            /// - Parameter number: with its country code, with or without `+`.
            package func written(_ number: String) -> String {
                let digits = number.hasPrefix("+") ? String(number.dropFirst()) : number
                return self == .e164 ? "+" + digits : digits
            }
        }

        /// Whether SMS come over the trunk.
        package enum Messages: String, Sendable, Hashable, CaseIterable {
            /// As SIP MESSAGE.
            case sip
            /// By other ways than SIP, or not at all.
            case none
        }

        /// In the Request-URI and in To.
        package var called = NumberForm.e164
        /// In From.
        package var caller = NumberForm.e164
        package var contact = NumberForm.e164
        /// The host of From; nil where it is the address that the trunk sends from.
        package var fromHost: String?
        package var userAgent: String?
        /// Further header fields of an INVITE, `Name: value` each.
        package var headers: [String] = []
        /// With its country code, digits alone.
        package var exampleCaller = "15550100"
        package var messages = Messages.sip
        /// The content type of a MESSAGE.
        package var messageType = "text/plain"
        /// How often it asks with OPTIONS whether the node lives; nil where that is not known.
        ///
        /// - Units: seconds.
        package var optionsSeconds: Int?
        /// Its INVITEs carry an Identity header field (RFC 8224).
        package var signsIdentity = false
        /// Where this is known from; empty for what was assumed.
        package var sources: [String] = []

        package init() {}
    }
}
