package import NetworkAddresses

/// What the reasons mean, for people.
extension OutcomeReason {
    /// Why, as a clause without a full stop.
    package var explanation: String {
        switch self {
        case .relayed: "the far end answered so"
        case .keepAlive: "this node is in service"
        case .registered: "the phone is registered"
        case .unregistered: "the phone is registered no more"
        case .contactsListed: "the phone asked which contacts are registered"
        case .challenged: "the phone has to prove its password"
        case .cancelAccepted: "the caller gave up"
        case .untrustedSource: "the source is neither a trusted trunk nor a registered phone"
        case .registerFromTrunk: "a trunk may not register"
        case .origFromTrunk: "a trunk may not ask for originating treatment"
        case .foreignDomain: "the called domain is not ours"
        case .foreignRoute: "a trunk may not choose the route"
        case .badFlowToken: "the request belongs to no dialog of ours"
        case .wrongCredentials: "wrong user name or password"
        case .unknownUser: "no such subscriber"
        case .barredIdentity: "the caller's identity is barred: it may register and nothing else"
        case .nobodyCalled: "the request names our domain and nobody in it"
        case .unknownNumber: "no subscriber has the called number"
        case .barredNumber: "the called identity is barred"
        case .notRegistered: "no phone is registered for the called number"
        case .contactUnreachable: "the phone's connection is gone and it cannot be reached"
        case .noAnswer: "the far end did not answer at all"
        case .cancelledByCaller: "the caller gave up before it was answered"
        case .noSuchDialog: "there is no such call or request (any more)"
        case .noSuchServer: "the next hop cannot be found or reached"
        case .branchFailed: "the request could not be delivered"
        case .badUpstreamAnswer: "the far end's answer lacks the way back"
        case .malformed: "the request breaks the rules of SIP"
        case .loopOrTooManyHops: "the request has passed too many hops: it may run in a loop"
        case .unsupportedExtension: "the request insists on an extension that is not supported"
        case .unsupportedURI: "the kind of URI is not supported"
        case .registrationConflict: "an older REGISTER of the same phone came after a newer one"
        case .draining: "this node is being stopped"
        case .overloaded: "this node is full"
        case .storeUnavailable: "the subscriber store did not answer"
        case .dnsUnavailable: "the name servers did not answer"
        }
    }

    /// What to do if this was not wanted; nil where nothing is wrong.
    ///
    /// - Parameter source: where the request came from.
    package func remedy(for source: IPAddress) -> String? {
        switch self {
        case .relayed, .keepAlive, .registered, .unregistered, .contactsListed, .challenged,
            .cancelAccepted, .cancelledByCaller:
            nil
        case .untrustedSource, .badFlowToken:
            "if this is your provider: clearwater trunk add NAME \(source)"
        case .registerFromTrunk:
            "if a phone sits at this address, take it out of the trunk: clearwater trunk check \(source)"
        case .origFromTrunk, .foreignRoute:
            "have the provider send without Route headers"
        case .foreignDomain:
            "have the provider dial NUMBER@ your home_domain or this node's address, or add the domain as alias_list"
        case .wrongCredentials:
            "set the phone's password anew: clearwater subscriber set-password NUMBER"
        case .unknownUser, .unknownNumber:
            "clearwater subscriber add NUMBER"
        case .barredIdentity:
            "have the phone call as another identity of its set, or take the barring indication away"
        case .nobodyCalled:
            "have the caller dial NUMBER@ the domain"
        case .barredNumber:
            "take the barring indication of the identity away, or call another identity of its set"
        case .notRegistered:
            "start the phone and see that it registers: clearwater subscriber show NUMBER"
        case .contactUnreachable:
            "have the phone register again, and keep its connection open (keep-alive)"
        case .noAnswer:
            "see that the phone is on and that a firewall lets UDP pass both ways"
        case .noSuchDialog:
            "where calls break off so: see that the peer sends along Record-Route"
        case .noSuchServer:
            "see that the peer's Contact and Record-Route name a host that resolves from here"
        case .branchFailed, .badUpstreamAnswer:
            "look at the call's ladder: clearwater call ID"
        case .malformed:
            "show the message to the peer's maker: clearwater call ID --text"
        case .loopOrTooManyHops:
            "see that no forwarding leads back to this number, and that no proxy sends back what this node sent"
        case .unsupportedExtension:
            "have the peer send without Require or Proxy-Require for this extension"
        case .unsupportedURI:
            "have the peer dial a sip: or tel: URI"
        case .registrationConflict:
            "restart the phone"
        case .draining:
            "wait until the node has started again"
        case .overloaded:
            "see clearwater status for what is full"
        case .storeUnavailable:
            "see that the data directory's disk has room and works: clearwater doctor"
        case .dnsUnavailable:
            "see that the name servers in /etc/resolv.conf answer"
        }
    }
}
