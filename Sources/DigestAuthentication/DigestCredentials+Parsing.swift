import Subscribers

extension DigestCredentials {
    /// What a header value turned out to be.
    package enum Parsed: Hashable, Sendable {
        case digest(DigestCredentials)
        /// Another scheme, such as Bearer: as if the header were not there.
        case otherScheme
        /// Digest, but not as the grammar has it: answer 400.
        case malformed(Fault)
    }

    /// What is wrong with malformed credentials.
    package enum Fault: String, Hashable, Sendable, CaseIterable {
        case tooLong = "credentials of more than 4096 octets"
        case syntax = "credentials that do not follow the grammar"
        case duplicate = "a credentials parameter given twice"
        case missing = "credentials without username, realm, nonce, uri or response"
        case unknownAlgorithm = "a digest algorithm other than MD5"
        case unknownQuality = "a quality of protection other than auth"
        case incompleteQuality = "qop without cnonce and nc, or those without qop"
        case badResponse = "a response that is not 32 hexadecimal digits"
        case badNonceCount = "a nonce count that is not 8 hexadecimal digits"
    }

    /// The longest header value that is looked at, in octets.
    package static var longest: Int { 4096 }

    /// Reads the value of an Authorization or Proxy-Authorization header.
    ///
    /// RFC 3261 25.1 (`credentials`), RFC 2617 3.2.2. Strict, with two tolerances for phones that
    /// exist: `algorithm`, `qop` and `nc` may be quoted, and hexadecimal digits may be capitals.
    /// Parameters with other names are skipped.
    /// - Cost: one pass, one allocation.
    package static func parse(_ value: Span<UInt8>) -> Parsed {
        var reader = ParameterReader(value)
        guard let scheme = reader.token(), value.matches("digest", in: scheme) else {
            return .otherScheme
        }
        guard value.count <= longest else { return .malformed(.tooLong) }
        guard reader.skipSpace() > 0 else { return .malformed(.syntax) }
        var building = Building(reserving: value.count)
        while true {
            guard let name = reader.token(), reader.equals() else { return .malformed(.syntax) }
            guard let written = reader.value() else { return .malformed(.syntax) }
            if let fault = building.take(name, written, of: value) { return .malformed(fault) }
            switch reader.comma() {
            case .another: continue
            case .end: return building.finished()
            case .garbage: return .malformed(.syntax)
            }
        }
    }

    /// Credentials half read, with what is only needed until they are whole.
    private struct Building {
        var credentials = DigestCredentials()
        var hasResponse = false
        var hasAlgorithm = false

        init(reserving count: Int) { credentials.text.reserveCapacity(count) }

        mutating func take(
            _ name: Range<Int>, _ written: ParameterReader.Value, of header: Span<UInt8>
        ) -> Fault? {
            if header.matches("username", in: name) {
                return keep(written, of: header, as: credentials.pieces.username) {
                    $0.username = $1
                }
            } else if header.matches("realm", in: name) {
                return keep(written, of: header, as: credentials.pieces.realm) { $0.realm = $1 }
            } else if header.matches("nonce", in: name) {
                return keep(written, of: header, as: credentials.pieces.nonce) { $0.nonce = $1 }
            } else if header.matches("uri", in: name) {
                return keep(written, of: header, as: credentials.pieces.uri) { $0.uri = $1 }
            } else if header.matches("cnonce", in: name) {
                return keep(written, of: header, as: credentials.pieces.cnonce) { $0.cnonce = $1 }
            } else if header.matches("opaque", in: name) {
                return keep(written, of: header, as: credentials.pieces.opaque) { $0.opaque = $1 }
            } else if header.matches("nc", in: name) {
                return takeNonceCount(written, of: header)
            } else if header.matches("response", in: name) {
                return takeResponse(written, of: header)
            } else if header.matches("algorithm", in: name) {
                guard !hasAlgorithm else { return .duplicate }
                hasAlgorithm = true
                guard header.matches("md5", in: written.range) else { return .unknownAlgorithm }
            } else if header.matches("qop", in: name) {
                guard !credentials.hasQualityOfProtection else { return .duplicate }
                guard header.matches("auth", in: written.range) else { return .unknownQuality }
                credentials.hasQualityOfProtection = true
            }
            return nil
        }

        private mutating func takeNonceCount(
            _ written: ParameterReader.Value, of header: Span<UInt8>
        ) -> Fault? {
            guard credentials.nonceCount == nil else { return .duplicate }
            guard let count = header.nonceCount(in: written.range) else { return .badNonceCount }
            credentials.nonceCount = count
            credentials.pieces.nonceCount = copy(written.range, of: header)
            return nil
        }

        private mutating func takeResponse(
            _ written: ParameterReader.Value, of header: Span<UInt8>
        ) -> Fault? {
            guard !hasResponse else { return .duplicate }
            hasResponse = true
            guard written.quoted else { return .syntax }
            guard let response = header.digestHash(in: written.range) else { return .badResponse }
            credentials.response = response
            return nil
        }

        private mutating func keep(
            _ written: ParameterReader.Value, of header: Span<UInt8>, as old: Piece,
            set: (inout Pieces, Piece) -> Void
        ) -> Fault? {
            guard !old.present else { return .duplicate }
            guard written.quoted else { return .syntax }
            set(&credentials.pieces, copy(written.range, of: header))
            return nil
        }

        /// Copies a value, undoing its escapes.
        private mutating func copy(_ range: Range<Int>, of header: Span<UInt8>) -> Piece {
            let start = credentials.text.count
            var escaped = false
            for index in range {
                let byte = header[index]
                if byte == UInt8(ascii: "\\"), !escaped {
                    escaped = true
                } else {
                    credentials.text.append(byte)
                    escaped = false
                }
            }
            return Piece(
                start: UInt16(start), end: UInt16(credentials.text.count), present: true)
        }

        func finished() -> Parsed {
            let pieces = credentials.pieces
            guard pieces.username.present, pieces.realm.present, pieces.nonce.present,
                pieces.uri.present,
                hasResponse
            else { return .malformed(.missing) }
            let wanted = credentials.hasQualityOfProtection
            guard pieces.cnonce.present == wanted, (credentials.nonceCount != nil) == wanted else {
                // Some clients without qop still send a cnonce; it takes no part in their digest.
                if !wanted, credentials.nonceCount == nil { return .digest(credentials) }
                return .malformed(.incompleteQuality)
            }
            return .digest(credentials)
        }
    }
}

extension Span where Element == UInt8 {
    /// The octets of a range as 32 hexadecimal digits.
    fileprivate func digestHash(in range: Range<Int>) -> DigestHash? {
        guard range.count == 32 else { return nil }
        guard let high = hexadecimal(in: range.prefix(16)),
            let low = hexadecimal(in: range.suffix(16))
        else {
            return nil
        }
        return DigestHash(high: high, low: low)
    }

    fileprivate func nonceCount(in range: Range<Int>) -> UInt32? {
        guard range.count == 8, let value = hexadecimal(in: range) else { return nil }
        return UInt32(truncatingIfNeeded: value)
    }

    private func hexadecimal(in range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        for index in range {
            guard let digit = HexDigit.value(self[index]) else { return nil }
            value = value << 4 | UInt64(digit)
        }
        return value
    }
}
