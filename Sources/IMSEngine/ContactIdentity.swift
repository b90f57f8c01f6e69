import SIPMessages

/// When two contacts of a subscriber are the same one. RFC 3261 10.3 and 19.1.4, RFC 5626 6.
enum ContactIdentity {
    /// The Contact's header parameters without `q` and `expires`, each with its `;`.
    static func keptParameters(of address: NameAddress, in span: Span<UInt8>) -> [UInt8] {
        var kept: [UInt8] = []
        var cursor = address.parameters.start
        while let parameter = Parameters.next(in: span, &cursor, address.parameters.end) {
            if span.equalsIgnoringCase(parameter.name, "q")
                || span.equalsIgnoringCase(parameter.name, "expires")
            {
                continue
            }
            kept += Array(copying: span.part(parameter.whole))
        }
        return kept
    }

    /// `+sip.instance`, with `reg-id` where there is one; nil without an instance.
    static func instance(inParameters parameters: Span<UInt8>) -> [UInt8]? {
        let range = ByteRange(0, parameters.count)
        guard !range.isEmpty,
            let value = Parameters.find("+sip.instance", in: parameters, range)?.value
        else { return nil }
        var instance = Array(copying: parameters.part(value))
        if let flow = Parameters.find("reg-id", in: parameters, range)?.value {
            instance.append(UInt8(ascii: ":"))
            instance += Array(copying: parameters.part(flow))
        }
        return instance
    }

    /// RFC 3261 19.1.4, for the parts that tell contacts apart: scheme, user, host, port and
    /// transport.
    static func areSame(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        if a.equals(b) { return true }
        guard let first = try? SIPURI.parse(a, ByteRange(0, a.count)),
            let second = try? SIPURI.parse(b, ByteRange(0, b.count)),
            first.scheme == second.scheme, first.port == second.port,
            a.part(first.host).equalsIgnoringCase(b.part(second.host))
        else { return false }
        return sameUser(a, first, b, second) && transport(a, first) == transport(b, second)
    }

    private static func sameUser(
        _ a: Span<UInt8>, _ first: SIPURI, _ b: Span<UInt8>, _ second: SIPURI
    ) -> Bool {
        switch (first.user, second.user) {
        case (nil, nil): true
        case (let x?, let y?): Escapes.sameText(a.part(x), b.part(y))
        case (nil, _), (_, nil): false
        }
    }

    private static func transport(_ span: Span<UInt8>, _ uri: SIPURI) -> String? {
        uri.parameter("transport", in: span)?.value.map {
            String(copying: span.part($0)).lowercased()
        }
    }
}
