/// A set of ASCII characters as a bitmap: membership is a shift and a mask.
///
/// RFC 3261 25.1, RFC 3986 2. Bytes above 0x7F are in no class.
struct ByteClass: Sendable {
    /// Bit n: the byte n, 0...63.
    let low: UInt64
    /// Bit n: the byte 64 + n.
    let high: UInt64

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let bits = byte & 0x40 == 0 ? low : high
        return byte < 0x80 && bits >> UInt64(byte & 0x3F) & 1 == 1
    }
}

extension ByteClass {
    /// `token` of RFC 3261 25.1: methods, header names, parameter names.
    static var token: ByteClass {
        ByteClass(low: 0x03FF_6CA2_0000_0000, high: 0x47FF_FFFF_87FF_FFFE)
    }
    /// Parameter names, of headers (token) and of URIs alike.
    static var parameterName: ByteClass {
        ByteClass(low: 0x07FF_EFF2_0000_0000, high: 0x47FF_FFFF_AFFF_FFFE)
    }
    /// The user part of a SIP URI, without the percent sign of an escape.
    static var user: ByteClass {
        ByteClass(low: 0xABFF_FFD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
    }
    /// The password of a SIP URI, without the percent sign of an escape.
    static var password: ByteClass {
        ByteClass(low: 0x23FF_7FD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
    }
    /// Names and values of URI parameters.
    static var uriParameter: ByteClass {
        ByteClass(low: 0x07FF_EFD2_0000_0000, high: 0x47FF_FFFE_AFFF_FFFE)
    }
    /// Header names and values in a URI, with `&` and `=` between them.
    static var uriHeader: ByteClass {
        ByteClass(low: 0xA7FF_EFD2_0000_0000, high: 0x47FF_FFFE_AFFF_FFFE)
    }
    /// A host name; `_` is no letter of one, but is met in the wild.
    static var host: ByteClass {
        ByteClass(low: 0x03FF_6000_0000_0000, high: 0x07FF_FFFE_87FF_FFFE)
    }
    /// Inside the brackets of an IPv6 reference.
    static var ipv6: ByteClass {
        ByteClass(low: 0x07FF_4000_0000_0000, high: 0x0000_007E_0000_007E)
    }
    /// A telephone subscriber's number, global or local (RFC 3966 3).
    static var telephone: ByteClass {
        ByteClass(low: 0x03FF_6F08_0000_0000, high: 0x0000_007E_0000_007E)
    }
    /// Names and values of a tel URI's parameters (RFC 3966 3).
    static var telephoneParameter: ByteClass {
        ByteClass(low: 0x07FF_EFD2_0000_0000, high: 0x47FF_FFFE_AFFF_FFFE)
    }
    /// A URI's scheme after its first letter (RFC 3986 3.1).
    static var scheme: ByteClass {
        ByteClass(low: 0x03FF_6800_0000_0000, high: 0x07FF_FFFE_07FF_FFFE)
    }
    /// Any URI's characters, without the percent sign of an escape (RFC 3986 2).
    static var uri: ByteClass {
        ByteClass(low: 0xAFFF_FFDA_0000_0000, high: 0x47FF_FFFE_AFFF_FFFF)
    }
    /// An unquoted parameter value: token or host, and what peers put there (`@`, `=`, `/`).
    static var parameterValue: ByteClass {
        ByteClass(low: 0xA7FF_EFFA_0000_0000, high: 0x7FFF_FFFF_EFFF_FFFF)
    }
    /// What a reader of comma-separated values must look at.
    static var listBreak: ByteClass {
        ByteClass(low: 0x5000_1004_0000_0000, high: 0x0000_0000_0000_0000)
    }
}
