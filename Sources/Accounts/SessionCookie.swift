/// The cookie that a browser, or a client of Ellis' API, keeps its session in.
package enum SessionCookie {
    /// As Ellis calls it.
    package static let name = "username"

    /// The value of a Set-Cookie header.
    ///
    /// - Parameter isSecure: over TLS; without it a browser keeps the cookie from plain HTTP.
    package static func header(_ session: OpenSession, isSecure: Bool) -> String {
        let seconds = session.lifetime.interval.secondsRoundedUp
        return attributes(session.token.text, maxAge: seconds, isSecure: isSecure)
    }

    /// The value of a Set-Cookie header that makes the browser forget its session.
    package static func removal(isSecure: Bool) -> String {
        attributes("", maxAge: 0, isSecure: isSecure)
    }

    /// The tokens in a Cookie header, of which one at most is a session's.
    package static func tokens(in header: String) -> [SessionToken] {
        header.split(separator: ";").compactMap { pair in
            let parts = pair.trimmingPrefix { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0] == name else { return nil }
            return SessionToken(text: String(parts[1]))
        }
    }

    /// `Lax`: a link from elsewhere, such as that of the recovery mail, finds the person logged in;
    /// whatever changes something needs more than the cookie.
    private static func attributes(_ value: String, maxAge: Int64, isSecure: Bool) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax"
            + (isSecure ? "; Secure" : "")
    }
}
