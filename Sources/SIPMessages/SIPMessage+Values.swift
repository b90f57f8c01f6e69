extension SIPMessage {
    /// True for a request.
    package var isRequest: Bool {
        switch start {
        case .request: true
        case .status: false
        }
    }

    /// The seconds of the Expires header; nil if there is none, or it is not a number below 2^32
    /// (RFC 3261 20.19).
    package var expires: UInt32? { number(.expires) }

    /// The seconds of the Min-Expires header.
    package var minExpires: UInt32? { number(.minExpires) }

    /// The number of octets in the body as the sender counted them; nil if it did not.
    package var contentLength: UInt32? { number(.contentLength) }

    private func number(_ name: HeaderName) -> UInt32? {
        guard let field = first(name) else { return nil }
        return span.number(field.value)
    }

    /// True if an option tag is in a header such as Require, Proxy-Require or Supported (RFC 3261
    /// 19.2).
    package func lists(_ tag: StaticString, in name: HeaderName) -> Bool {
        var values = values(name)
        while let value = values.next() {
            if span.equalsIgnoringCase(value.range, tag) { return true }
        }
        return false
    }
}
