/// One value of a Contact header.
package enum Contact: Sendable {
    /// `*`: all bindings, in a REGISTER that removes them.
    case star
    case address(ContactAddress)
}

/// A contact address with the parameters that RFC 3261 gives it.
package struct ContactAddress: Sendable {
    package var address: NameAddress
    /// The preference in thousandths, 0...1000; nil if not given.
    package var q: UInt16?
    /// Seconds; nil if not given, or junk, which counts as not given (RFC 3261 10.3 step 7, 20.19).
    package var expires: UInt32?
}

/// The Contact values of a message in order.
///
/// RFC 3261 10.3 and 20.10.
package struct ContactValues: ~Escapable {
    private let bytes: Span<UInt8>
    private var values: HeaderValues
    private var count = 0
    private var hadStar = false

    @_lifetime(copy bytes, copy values)
    init(_ bytes: Span<UInt8>, _ values: consuming HeaderValues) {
        self.bytes = bytes
        self.values = values
    }

    /// The next value; nil when there are no more.
    ///
    /// - Throws: 400 for a malformed value, and for `*` beside another one.
    @_lifetime(self: copy self)
    package mutating func next() throws(Fault) -> Contact? {
        guard let value = values.next() else { return nil }
        count += 1
        guard !hadStar else { throw .badRequest("Contact Beside Star") }
        if bytes.equals(value.range, "*") {
            guard count == 1 else { throw .badRequest("Contact Beside Star") }
            hadStar = true
            return .star
        }
        let address = try NameAddress.parse(bytes, value.range)
        var contact = ContactAddress(address: address, q: nil, expires: nil)
        if let q = address.parameter("q", in: bytes) {
            guard let value = q.value, let thousandths = bytes.qvalue(value) else {
                throw .badRequest("Malformed Contact q")
            }
            contact.q = thousandths
        }
        if let expires = address.parameter("expires", in: bytes)?.value {
            contact.expires = bytes.number(expires)
        }
        return .address(contact)
    }
}

extension SIPMessage {
    /// The values of the Contact headers.
    package var contacts: ContactValues {
        @_lifetime(borrow self)
        get { ContactValues(span, values(.contact)) }
    }
}

extension Span<UInt8> {
    /// Reads a preference, `0` to `1` with up to three decimals, in thousandths (RFC 3261 25.1
    /// `qvalue`).
    package func qvalue(_ range: ByteRange) -> UInt16? {
        guard range.count >= 1, range.count <= 5 else { return nil }
        let whole = self[range.start] &- 0x30
        guard whole <= 1 else { return nil }
        var thousandths = UInt16(whole) * 1000
        guard range.count > 1 else { return thousandths }
        guard self[range.start + 1] == UInt8(ascii: ".") else { return nil }
        var weight: UInt16 = 100
        for index in range.start + 2..<range.end {
            let digit = self[index] &- 0x30
            guard digit < 10 else { return nil }
            thousandths += UInt16(digit) * weight
            weight /= 10
        }
        return thousandths <= 1000 ? thousandths : nil
    }
}
