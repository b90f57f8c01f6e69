import XMLDocuments

/// The services of a line as a page shows them and a call obeys them.
///
/// Read from a simservs document and applied to one: whatever the document holds beyond them stays
/// in it.
package struct TelephonyServices: Hashable, Sendable {
    package var diversion: CommunicationDiversion
    package var incomingBarring: CommunicationBarring<BarredIncomingCalls>
    package var outgoingBarring: CommunicationBarring<BarredOutgoingCalls>
    /// The numbers of callers are shown (TS 24.607, OIP).
    package var showsCallers: Bool
    package var callerIdentity: CallerIdentityRestriction

    package init(
        diversion: CommunicationDiversion = .init(),
        incomingBarring: CommunicationBarring<BarredIncomingCalls> = .init(),
        outgoingBarring: CommunicationBarring<BarredOutgoingCalls> = .init(),
        showsCallers: Bool = true, callerIdentity: CallerIdentityRestriction = .init()
    ) {
        self.diversion = diversion
        self.incomingBarring = incomingBarring
        self.outgoingBarring = outgoingBarring
        self.showsCallers = showsCallers
        self.callerIdentity = callerIdentity
    }

    /// - Throws: the mistakes of a document that is not valid.
    package init(document: [UInt8]) throws(SimservsError) {
        self.init(of: try Simservs.read(document).root)
    }

    init(of simservs: XMLElement) {
        diversion = CommunicationDiversion(of: simservs)
        incomingBarring = CommunicationBarring(Self.incoming, of: simservs)
        outgoingBarring = CommunicationBarring(Self.outgoing, of: simservs)
        showsCallers = simservs.child(Self.presentation)?.isActiveService ?? false
        callerIdentity = CallerIdentityRestriction(of: simservs)
    }

    /// The document with these services; what they do not change is as it was.
    ///
    /// - Throws: the mistakes of the document, or of the services: a time out of its range.
    package func applied(to document: [UInt8]) throws(SimservsError) -> [UInt8] {
        let document = try Simservs.read(document)
        let simservs = document.root
        diversion.apply(to: simservs)
        incomingBarring.apply(to: Self.incoming, of: simservs)
        outgoingBarring.apply(to: Self.outgoing, of: simservs)
        if showsCallers != (simservs.child(Self.presentation)?.isActiveService ?? false) {
            simservs.madeService(Self.presentation, isActive: showsCallers)
        }
        callerIdentity.apply(to: simservs)
        let mistakes = Simservs.mistakes(in: document)
        guard mistakes.isEmpty else { throw SimservsError(mistakes: mistakes) }
        return document.bytes
    }

    private static let incoming = "incoming-communication-barring"
    private static let outgoing = "outgoing-communication-barring"
    private static let presentation = Simservs.name("originating-identity-presentation")
}

/// Whether the called see the subscriber's number (TS 24.607, OIR).
package struct CallerIdentityRestriction: Hashable, Sendable {
    /// May the subscriber hide the number at all.
    package var isActive: Bool
    /// It is hidden in every call that does not ask for the contrary.
    package var isRestrictedByDefault: Bool

    package init(isActive: Bool = true, isRestrictedByDefault: Bool = false) {
        self.isActive = isActive
        self.isRestrictedByDefault = isRestrictedByDefault
    }

    private static let service = Simservs.name("originating-identity-presentation-restriction")
    private static let behaviour = Simservs.name("default-behaviour")

    init(of simservs: XMLElement) {
        self.init(isActive: false)
        guard let service = simservs.child(Self.service) else { return }
        isActive = service.isActiveService
        // TS 24.607 4.10: restricted where it is not said.
        isRestrictedByDefault =
            service.child(Self.behaviour)?.trimmedText != "presentation-not-restricted"
    }

    func apply(to simservs: XMLElement) {
        guard self != CallerIdentityRestriction(of: simservs) else { return }
        let service = simservs.madeService(Self.service, isActive: isActive)
        (service.child(Self.behaviour) ?? service.addChild(Self.behaviour))
            .setText(
                isRestrictedByDefault ? "presentation-restricted" : "presentation-not-restricted")
    }
}
