import Accounts
import HTTPTypes

/// The cookie that ties forms to a browser before anybody has logged in.
enum VisitorCookie {
    private static let name = "visitor"

    static func field(_ token: SessionToken, isSecure: Bool) -> HTTPField {
        HTTPField(
            name: .setCookie,
            value: "\(name)=\(token.text); Path=/; HttpOnly; SameSite=Lax"
                + (isSecure ? "; Secure" : ""))
    }

    static func token(in header: String) -> SessionToken? {
        for pair in header.split(separator: ";") {
            let parts = pair.trimmingPrefix { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0] == name else { continue }
            if let token = SessionToken(text: String(parts[1])) { return token }
        }
        return nil
    }
}
