/// Comparing what a client sent with what it should know.
package enum Secret {
    /// Equality that takes the same time wherever the difference lies.
    package static func matches(_ sent: String?, _ secret: String) -> Bool {
        guard let sent else { return false }
        let (given, known) = (Array(sent.utf8), Array(secret.utf8))
        var difference = given.count ^ known.count
        for (place, octet) in given.enumerated() {
            difference |= Int(octet ^ (known.isEmpty ? ~octet : known[place % known.count]))
        }
        return difference == 0
    }
}
