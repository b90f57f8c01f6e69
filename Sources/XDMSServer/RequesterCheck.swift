import Determinism
import DigestAuthentication
import Hummingbird
import NetworkAddresses
import Provisioning
import Subscribers
import Synchronization
import WebServing

/// Decides who may read and write a user's documents.
///
/// A subscriber proves by digest, with the credentials of the phone, that the documents are its
/// own; a program of the operator has the key; and what runs on this machine is believed where
/// nobody else reaches the server.
final class RequesterCheck: Sendable {
    private struct State {
        var verifier: DigestVerifier
        var guesses = GuessLimit()
    }

    private let directory: any SubscriberDirectory
    private let key: @Sendable () -> String?
    private let isOnLoopback: Bool
    private let state: Mutex<State>

    init(
        directory: any SubscriberDirectory, realm: String, key: @escaping @Sendable () -> String?,
        isOnLoopback: Bool
    ) {
        self.directory = directory
        self.key = key
        self.isOnLoopback = isOnLoopback
        var random = SystemRandomNumberGenerator()
        var entropy = EntropySource(seed: random.next())
        // A key of this run: nonces of an earlier one are answered with stale=true, which costs a
        // client one round trip.
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        state = Mutex(
            State(
                verifier: DigestVerifier(
                    realm: realm, key: secret, nonceLimit: 1 << 16, entropy: &entropy)))
    }

    /// - Throws: 401 with a challenge, 403 for another subscriber's documents, 429 for guesses.
    func requester(_ request: Request, _ context: WebRequestContext) async throws -> Requester {
        let user = try context.pathPart("user")
        let owner = try await directory.owner(of: user)
        if let sent = request.headers[.init("NGV-API-Key")!] {
            guard let key = key(), Secret.matches(sent, key) else {
                throw WebError(
                    .forbidden, "the header NGV-API-Key is wrong; send the option ellis_api_key")
            }
            return Requester(name: "api key", owner: owner, user: user)
        }
        if let asserted = request.headers[.init("X-XCAP-Asserted-Identity")!],
            isBelieved(request, context)
        {
            return Requester(name: String(asserted.prefix(255)), owner: owner, user: user)
        }
        try await prove(request, context, owner: owner)
        return Requester(name: owner?.identity ?? user, owner: owner, user: user)
    }

    /// What runs on this machine, but for pages in a browser.
    private func isBelieved(_ request: Request, _ context: WebRequestContext) -> Bool {
        isOnLoopback && IPAddress(context.source)?.isLoopback == true
            && request.isCalledByAddress && !request.isOfForeignPage
    }

    // MARK: - Digest

    /// Returns where the credentials are those of the documents' owner.
    private func prove(
        _ request: Request, _ context: WebRequestContext, owner: IdentityOwner?
    ) async throws {
        guard let credentials = try ownCredentials(request) else {
            throw challenge(stale: false, context, "say who you are, by digest")
        }
        let pair = context.source + " " + (owner?.identity ?? "")
        if let wait = state.withLock({
            $0.guesses.wait(pair: pair, source: context.source, now: context.now)
        }) {
            throw WebError(
                .tooManyRequests, "too many wrong credentials from this address; wait",
                headers: [.retryAfter: "\(wait)"])
        }
        let method = Array(request.method.rawValue.utf8)
        switch outcome(credentials, method, owner, context) {
        case .verified: return
        case .stale, .replayed:
            throw challenge(stale: true, context, "the nonce is too old; repeat with this one")
        case .wrong, .otherRealm: break
        }
        // Somebody else's credentials may still be right.
        let name = String(decoding: credentials.usernamePart(realm: realm), as: UTF8.self)
        let other = try await directory.owner(of: name)
        if other?.subscriber.id != owner?.subscriber.id {
            switch outcome(credentials, method, other, context) {
            case .verified, .stale, .replayed:
                throw WebError(
                    .forbidden, "these are not your own documents; ask for those of your identity")
            case .wrong, .otherRealm: break
            }
        }
        state.withLock { $0.guesses.count(pair: pair, source: context.source, now: context.now) }
        throw challenge(stale: false, context, "the user name or the password is wrong")
    }

    private var realm: String { state.withLock { $0.verifier.realm } }

    private func outcome(
        _ credentials: DigestCredentials, _ method: [UInt8], _ owner: IdentityOwner?,
        _ context: WebRequestContext
    ) -> DigestVerifier.Outcome {
        guard let owner else { return .wrong }
        return state.withLock {
            $0.verifier.verify(
                credentials, method: method.span, subscriber: owner.subscriber, now: context.now)
        }
    }

    /// The credentials for our realm and this request.
    ///
    /// - Throws: 400 for some that do not follow the grammar, or that were made for another URI.
    private func ownCredentials(_ request: Request) throws(WebError) -> DigestCredentials? {
        for value in request.headers[values: .authorization] {
            let octets = Array(value.utf8)
            switch DigestCredentials.parse(octets.span) {
            case .otherScheme: continue
            case .malformed(let fault):
                throw WebError(.badRequest, "the Authorization header has \(fault.rawValue)")
            case .digest(let credentials):
                guard state.withLock({ $0.verifier.isOwnRealm(credentials) }) else { continue }
                try checkURI(of: credentials, request)
                return credentials
            }
        }
        return nil
    }

    /// RFC 7616 3.4: the digest holds for one URI, however its characters are escaped.
    private func checkURI(of credentials: DigestCredentials, _ request: Request) throws(WebError) {
        let written = String(decoding: credentials.uri.octets, as: UTF8.self)
        let asked = request.head.path ?? "/"
        let uri = PercentEncoding.decoded(written)
        let path = PercentEncoding.decoded(asked)
        guard let uri, let path, uri == path || uri.contains("://") && uri.hasSuffix(path) else {
            throw WebError(.badRequest, "the digest is for another URI than the request's")
        }
    }

    private func challenge(
        stale: Bool, _ context: WebRequestContext, _ reason: String
    ) -> WebError {
        let value = state.withLock { $0.verifier.challenge(stale: stale, now: context.now) }
        return WebError(
            .unauthorized, reason,
            headers: [.wwwAuthenticate: String(decoding: value, as: UTF8.self)])
    }
}

extension DigestCredentials {
    /// The user name without the realm behind it.
    fileprivate func usernamePart(realm: String) -> [UInt8] {
        let realm = Array(realm.utf8)
        return DigestUsername.userPart(of: username, realm: realm.span).octets
    }
}

extension Span where Element == UInt8 {
    fileprivate var octets: [UInt8] { withUnsafeBufferPointer { Array($0) } }
}
