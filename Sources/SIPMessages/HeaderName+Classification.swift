extension HeaderName {
    /// Finds the name of a header field, long or compact, in any case.
    ///
    /// RFC 3261 7.3.1 and 7.3.3; the compact forms are IANA's. By length, then by first letter,
    /// then one comparison, which is quickest for the usual spelling.
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
        case (2, UInt8(ascii: "t")): match(name, "To", .to)
        case (3, UInt8(ascii: "v")): match(name, "Via", .via)
        case (4, UInt8(ascii: "c")): match(name, "CSeq", .cseq)
        case (4, UInt8(ascii: "d")): match(name, "Date", .date)
        case (4, UInt8(ascii: "f")): match(name, "From", .from)
        case (4, UInt8(ascii: "p")): match(name, "Path", .path)
        case (4, UInt8(ascii: "r")):
            match(name, "RAck", .rack, "RSeq", .rseq)
        case (5, UInt8(ascii: "a")): match(name, "Allow", .allow)
        case (5, UInt8(ascii: "e")): match(name, "Event", .event)
        case (5, UInt8(ascii: "r")): match(name, "Route", .route)
        case (6, UInt8(ascii: "a")): match(name, "Accept", .accept)
        case (6, UInt8(ascii: "m")): match(name, "Min-SE", .minSE)
        case (6, UInt8(ascii: "r")): match(name, "Reason", .reason)
        case (6, UInt8(ascii: "s")): match(name, "Server", .server)
        case (7, UInt8(ascii: "c")):
            match(name, "Call-ID", .callID, "Contact", .contact)
        case (7, UInt8(ascii: "e")): match(name, "Expires", .expires)
        case (7, UInt8(ascii: "p")): match(name, "Privacy", .privacy)
        case (7, UInt8(ascii: "r")): match(name, "Require", .require)
        case (7, UInt8(ascii: "s")): match(name, "Subject", .subject)
        case (7, UInt8(ascii: "w")): match(name, "Warning", .warning)
        case (8, UInt8(ascii: "i")): match(name, "Identity", .identity)
        case (8, UInt8(ascii: "r")):
            match(name, "Refer-To", .referTo, "Reply-To", .replyTo)
        case (9, UInt8(ascii: "c")): match(name, "Call-Info", .callInfo)
        case (9, UInt8(ascii: "d")): match(name, "Diversion", .diversion)
        case (9, UInt8(ascii: "s")): match(name, "Supported", .supported)
        case (9, UInt8(ascii: "t")): match(name, "Timestamp", .timestamp)
        case (10, UInt8(ascii: "a")): match(name, "Alert-Info", .alertInfo)
        case (10, UInt8(ascii: "e")): match(name, "Error-Info", .errorInfo)
        case (10, UInt8(ascii: "u")): match(name, "User-Agent", .userAgent)
        case (11, UInt8(ascii: "i")): match(name, "In-Reply-To", .inReplyTo)
        case (11, UInt8(ascii: "m")):
            match(name, "Min-Expires", .minExpires, "Max-Breadth", .maxBreadth)
        case (11, UInt8(ascii: "r")): match(name, "Retry-After", .retryAfter)
        case (11, UInt8(ascii: "u")): match(name, "Unsupported", .unsupported)
        case (12, UInt8(ascii: "c")): match(name, "Content-Type", .contentType)
        case (12, UInt8(ascii: "h")): match(name, "History-Info", .historyInfo)
        case (12, UInt8(ascii: "m")):
            match(name, "Max-Forwards", .maxForwards, "MIME-Version", .mimeVersion)
        case (12, UInt8(ascii: "o")): match(name, "Organization", .organization)
        case (12, UInt8(ascii: "r")): match(name, "Record-Route", .recordRoute)
        case (13, UInt8(ascii: "a")): match(name, "Authorization", .authorization)
        case (13, UInt8(ascii: "p")):
            match(
                name, "Proxy-Require", .proxyRequire, "P-Served-User", .pServedUser,
                "P-Profile-Key", .pProfileKey)
        case (13, UInt8(ascii: "s")): match(name, "Service-Route", .serviceRoute)
        case (14, UInt8(ascii: "a")): match(name, "Accept-Contact", .acceptContact)
        case (14, UInt8(ascii: "c")): match(name, "Content-Length", .contentLength)
        case (14, UInt8(ascii: "r")): match(name, "Reject-Contact", .rejectContact)
        case (15, UInt8(ascii: "s")):
            match(
                name, "Session-Expires", .sessionExpires, "Security-Client", .securityClient,
                "Security-Verify", .securityVerify)
        case (16, UInt8(ascii: "c")): match(name, "Content-Encoding", .contentEncoding)
        case (16, UInt8(ascii: "p")): match(name, "P-Associated-URI", .pAssociatedURI)
        case (16, UInt8(ascii: "w")): match(name, "WWW-Authenticate", .wwwAuthenticate)
        case (17, UInt8(ascii: "p")):
            match(name, "P-Charging-Vector", .pChargingVector, "P-Called-Party-ID", .pCalledPartyID)
        case (18, UInt8(ascii: "p")): match(name, "Proxy-Authenticate", .proxyAuthenticate)
        case (18, UInt8(ascii: "s")): match(name, "Subscription-State", .subscriptionState)
        case (19, UInt8(ascii: "a")): match(name, "Authentication-Info", .authenticationInfo)
        case (19, UInt8(ascii: "c")): match(name, "Content-Disposition", .contentDisposition)
        case (19, UInt8(ascii: "p")):
            match(
                name, "Proxy-Authorization", .proxyAuthorization, "P-Asserted-Identity",
                .pAssertedIdentity)
        case (19, UInt8(ascii: "r")): match(name, "Request-Disposition", .requestDisposition)
        case (20, UInt8(ascii: "p")):
            match(
                name, "P-Preferred-Identity", .pPreferredIdentity, "P-Visited-Network-ID",
                .pVisitedNetworkID)
        case (21, UInt8(ascii: "p")): match(name, "P-Access-Network-Info", .pAccessNetworkInfo)
        case (29, UInt8(ascii: "p")):
            match(name, "P-Charging-Function-Addresses", .pChargingFunctionAddresses)
        default: .other
        }
    }

    @inline(__always)
    private static func match(_ name: Span<UInt8>, _ text: StaticString, _ code: HeaderName)
        -> HeaderName
    {
        name.equalsIgnoringCase(text) ? code : .other
    }

    @inline(__always)
    private static func match(
        _ name: Span<UInt8>, _ a: StaticString, _ codeA: HeaderName, _ b: StaticString,
        _ codeB: HeaderName
    ) -> HeaderName {
        name.equalsIgnoringCase(a) ? codeA : match(name, b, codeB)
    }

    @inline(__always)
    private static func match(
        _ name: Span<UInt8>, _ a: StaticString, _ codeA: HeaderName, _ b: StaticString,
        _ codeB: HeaderName,
        _ c: StaticString, _ codeC: HeaderName
    ) -> HeaderName {
        name.equalsIgnoringCase(a) ? codeA : match(name, b, codeB, c, codeC)
    }
}
