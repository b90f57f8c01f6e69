extension HeaderName {
    /// Finds the name of a header field, long or compact, in any case.
    ///
    /// RFC 3261 7.3.1 and 7.3.3; the compact forms are IANA's. By length, then by first letter, then one comparison.
    /// - Returns: `.other` for a name without a constant.
    package init(_ name: Span<UInt8>) {
        guard name.count > 0 else {
            self = .other
            return
        }
        let first = name[0] | 0x20
        self = name.count == 1 ? Self.compact(first) : Self.whole(name, first)
    }

    private static func compact(_ letter: UInt8) -> HeaderName {
        switch letter {
        case UInt8(ascii: "a"): .acceptContact
        case UInt8(ascii: "c"): .contentType
        case UInt8(ascii: "d"): .requestDisposition
        case UInt8(ascii: "e"): .contentEncoding
        case UInt8(ascii: "f"): .from
        case UInt8(ascii: "i"): .callID
        case UInt8(ascii: "j"): .rejectContact
        case UInt8(ascii: "k"): .supported
        case UInt8(ascii: "l"): .contentLength
        case UInt8(ascii: "m"): .contact
        case UInt8(ascii: "o"): .event
        case UInt8(ascii: "r"): .referTo
        case UInt8(ascii: "s"): .subject
        case UInt8(ascii: "t"): .to
        case UInt8(ascii: "v"): .via
        case UInt8(ascii: "x"): .sessionExpires
        case UInt8(ascii: "y"): .identity
        default: .other
        }
    }

    private static func whole(_ name: Span<UInt8>, _ first: UInt8) -> HeaderName {
        switch (name.count, first) {
        case (2, UInt8(ascii: "t")): match(name, "to", .to)
        case (3, UInt8(ascii: "v")): match(name, "via", .via)
        case (4, UInt8(ascii: "c")): match(name, "cseq", .cseq)
        case (4, UInt8(ascii: "d")): match(name, "date", .date)
        case (4, UInt8(ascii: "f")): match(name, "from", .from)
        case (4, UInt8(ascii: "p")): match(name, "path", .path)
        case (4, UInt8(ascii: "r")):
            match(name, "rack", .rack, "rseq", .rseq)
        case (5, UInt8(ascii: "a")): match(name, "allow", .allow)
        case (5, UInt8(ascii: "e")): match(name, "event", .event)
        case (5, UInt8(ascii: "r")): match(name, "route", .route)
        case (6, UInt8(ascii: "a")): match(name, "accept", .accept)
        case (6, UInt8(ascii: "m")): match(name, "min-se", .minSE)
        case (6, UInt8(ascii: "r")): match(name, "reason", .reason)
        case (6, UInt8(ascii: "s")): match(name, "server", .server)
        case (7, UInt8(ascii: "c")):
            match(name, "call-id", .callID, "contact", .contact)
        case (7, UInt8(ascii: "e")): match(name, "expires", .expires)
        case (7, UInt8(ascii: "p")): match(name, "privacy", .privacy)
        case (7, UInt8(ascii: "r")): match(name, "require", .require)
        case (7, UInt8(ascii: "s")): match(name, "subject", .subject)
        case (7, UInt8(ascii: "w")): match(name, "warning", .warning)
        case (8, UInt8(ascii: "i")): match(name, "identity", .identity)
        case (8, UInt8(ascii: "r")):
            match(name, "refer-to", .referTo, "reply-to", .replyTo)
        case (9, UInt8(ascii: "c")): match(name, "call-info", .callInfo)
        case (9, UInt8(ascii: "d")): match(name, "diversion", .diversion)
        case (9, UInt8(ascii: "s")): match(name, "supported", .supported)
        case (9, UInt8(ascii: "t")): match(name, "timestamp", .timestamp)
        case (10, UInt8(ascii: "a")): match(name, "alert-info", .alertInfo)
        case (10, UInt8(ascii: "e")): match(name, "error-info", .errorInfo)
        case (10, UInt8(ascii: "u")): match(name, "user-agent", .userAgent)
        case (11, UInt8(ascii: "i")): match(name, "in-reply-to", .inReplyTo)
        case (11, UInt8(ascii: "m")):
            match(name, "min-expires", .minExpires, "max-breadth", .maxBreadth)
        case (11, UInt8(ascii: "r")): match(name, "retry-after", .retryAfter)
        case (11, UInt8(ascii: "u")): match(name, "unsupported", .unsupported)
        case (12, UInt8(ascii: "c")): match(name, "content-type", .contentType)
        case (12, UInt8(ascii: "h")): match(name, "history-info", .historyInfo)
        case (12, UInt8(ascii: "m")):
            match(name, "max-forwards", .maxForwards, "mime-version", .mimeVersion)
        case (12, UInt8(ascii: "o")): match(name, "organization", .organization)
        case (12, UInt8(ascii: "r")): match(name, "record-route", .recordRoute)
        case (13, UInt8(ascii: "a")): match(name, "authorization", .authorization)
        case (13, UInt8(ascii: "p")):
            match(name, "proxy-require", .proxyRequire, "p-served-user", .pServedUser, "p-profile-key", .pProfileKey)
        case (13, UInt8(ascii: "s")): match(name, "service-route", .serviceRoute)
        case (14, UInt8(ascii: "a")): match(name, "accept-contact", .acceptContact)
        case (14, UInt8(ascii: "c")): match(name, "content-length", .contentLength)
        case (14, UInt8(ascii: "r")): match(name, "reject-contact", .rejectContact)
        case (15, UInt8(ascii: "s")):
            match(name, "session-expires", .sessionExpires, "security-client", .securityClient, "security-verify", .securityVerify)
        case (16, UInt8(ascii: "c")): match(name, "content-encoding", .contentEncoding)
        case (16, UInt8(ascii: "p")): match(name, "p-associated-uri", .pAssociatedURI)
        case (16, UInt8(ascii: "w")): match(name, "www-authenticate", .wwwAuthenticate)
        case (17, UInt8(ascii: "p")):
            match(name, "p-charging-vector", .pChargingVector, "p-called-party-id", .pCalledPartyID)
        case (18, UInt8(ascii: "p")): match(name, "proxy-authenticate", .proxyAuthenticate)
        case (18, UInt8(ascii: "s")): match(name, "subscription-state", .subscriptionState)
        case (19, UInt8(ascii: "a")): match(name, "authentication-info", .authenticationInfo)
        case (19, UInt8(ascii: "c")): match(name, "content-disposition", .contentDisposition)
        case (19, UInt8(ascii: "p")):
            match(name, "proxy-authorization", .proxyAuthorization, "p-asserted-identity", .pAssertedIdentity)
        case (19, UInt8(ascii: "r")): match(name, "request-disposition", .requestDisposition)
        case (20, UInt8(ascii: "p")):
            match(name, "p-preferred-identity", .pPreferredIdentity, "p-visited-network-id", .pVisitedNetworkID)
        case (21, UInt8(ascii: "p")): match(name, "p-access-network-info", .pAccessNetworkInfo)
        case (29, UInt8(ascii: "p")): match(name, "p-charging-function-addresses", .pChargingFunctionAddresses)
        default: .other
        }
    }

    @inline(__always)
    private static func match(_ name: Span<UInt8>, _ text: StaticString, _ code: HeaderName) -> HeaderName {
        name.equalsIgnoringCase(text) ? code : .other
    }

    @inline(__always)
    private static func match(
        _ name: Span<UInt8>, _ a: StaticString, _ codeA: HeaderName, _ b: StaticString, _ codeB: HeaderName
    ) -> HeaderName {
        name.equalsIgnoringCase(a) ? codeA : match(name, b, codeB)
    }

    @inline(__always)
    private static func match(
        _ name: Span<UInt8>, _ a: StaticString, _ codeA: HeaderName, _ b: StaticString, _ codeB: HeaderName,
        _ c: StaticString, _ codeC: HeaderName
    ) -> HeaderName {
        name.equalsIgnoringCase(a) ? codeA : match(name, b, codeB, c, codeC)
    }
}
