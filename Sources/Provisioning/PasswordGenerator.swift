/// Makes passwords that a person can read off a screen and type on a phone's keypad.
package enum PasswordGenerator {
    /// Lower-case letters and digits without l, o, 0 and 1: 32 characters, 5 bits each.
    package static let alphabet: [UInt8] = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)

    /// A new password of 20 characters, 100 bits from the system's random source.
    package static func make() -> String {
        var random = SystemRandomNumberGenerator()
        let characters = (0..<20).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
