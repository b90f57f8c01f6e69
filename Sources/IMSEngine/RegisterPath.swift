import DecisionTrace
import Determinism
import DigestAuthentication
import IMSFunctions
import SIPMessages
import SIPProxying
import SIPTransports
import Subscribers

/// A phone's REGISTER, from challenge to durable binding. RFC 3261 10.3, TS 24.229 5.4.1.
extension Engine {
    mutating func receiveRegister(_ request: Request) {
        let span = request.message.span
        // Step 1: is it for our domain?
        guard let uri = try? SIPURI.parse(span, request.uriBytes),
            uri.scheme == .sip || uri.scheme == .sips,
            settings.home.standing(ofHost: span.part(uri.host)) != .foreign
        else { return refuse(request, 404, .foreignDomain) }
        // Step 2: extensions that it insists on.
        if let tags = unsupportedTags(of: request) {
            return answer(request, 420, .unsupportedExtension) { writer in
                writer.write("Unsupported: ")
                writer.write(tags)
                writer.write("\r\n")
            }
        }
        guard let key = addressOfRecord(of: request) else {
            return answer(request, 404, .nobodyCalled)
        }
        // Step 3: who says so? Without an answer to a challenge nothing is looked up and nothing
        // kept.
        guard settings.authenticates else {
            return openRegister(request, subscriber: key, credentials: nil)
        }
        guard let credentials = credentials(of: request) else {
            note(.challenged, "no credentials")
            return challenge(request, stale: false)
        }
        openRegister(request, subscriber: key, credentials: credentials)
    }

    private mutating func openRegister(
        _ request: Request, subscriber key: SubscriberKey, credentials: DigestCredentials?
    ) {
        guard let server = openTransaction(for: request) else {
            return overloaded(request, "transactions")
        }
        if let record = remembered[key] {
            note(record)
            authenticate(request, as: record, by: credentials, server: server)
        } else {
            park(.registering(server, request, key, credentials), key: key, server: server)
        }
    }

    /// Whoever registers one identity of a set registers them all, by any private identity that
    /// belongs to the set (TS 23.228 5.2.1a).
    ///
    /// - Parameter record: nil for a subscriber that does not exist; answered as a wrong password
    ///   is.
    mutating func authenticate(
        _ request: Request, as record: SubscriberRecord?, by credentials: DigestCredentials?,
        server: Handle
    ) {
        guard let record else {
            return respond(server, 403, .unknownUser)
        }
        guard settings.authenticates else { return register(request, record, server: server) }
        guard let credentials else { return respond(server, 403, .wrongCredentials) }
        let outcome = verifier.verify(
            credentials, method: request.message.span.part(request.methodBytes),
            subscriber: record.subscriber,
            now: now.wall)
        switch outcome {
        case .verified:
            note(.credentialsVerified, record.subscriber.user)
            register(request, record, server: server)
        case .stale, .replayed:
            note(.challenged, "stale nonce")
            respondChallenge(server, stale: true)
        case .wrong:
            note(.credentialsWrong, record.subscriber.user)
            respond(server, 403, .wrongCredentials)
        case .otherRealm:
            note(.challenged, "other realm")
            respondChallenge(server, stale: false)
        }
    }

    // MARK: - Steps 6 to 8

    private mutating func register(_ request: Request, _ record: SubscriberRecord, server: Handle) {
        let origin = origin(of: request)
        let outcome: RegistrationUpdate.Outcome
        do throws(Fault) {
            switch try contactChanges(of: request) {
            case .fetch:
                return confirm(request, record, server: server, .contactsListed)
            case .removeAll:
                outcome = RegistrationUpdate.removeAll(record.bindings, from: origin)
            case .change(let changes):
                outcome = RegistrationUpdate.apply(
                    changes, from: origin, to: record.bindings, at: now.wall,
                    instance: { ContactIdentity.instance(inParameters: $0.parameters.span) },
                    sameContact: { ContactIdentity.areSame($0.span, $1.span) })
            }
        } catch {
            return respond(server, error.status, .malformed)
        }
        guard case .changed(let bindings) = outcome else {
            return respond(server, 500, .registrationConflict)
        }
        store(bindings, of: record, request, server: server)
    }

    /// The new contacts count from now on; the phone hears of them once they are on disk.
    private mutating func store(
        _ bindings: [Binding], of record: SubscriberRecord, _ request: Request, server: Handle
    ) {
        let record = SubscriberRecord(subscriber: record.subscriber, bindings: bindings)
        if !store(record, as: .storing(server, record, request)) {
            respond(server, 503, .overloaded)
        }
    }

    /// - Returns: false where too much waits already; nothing has changed then.
    mutating func store(_ record: SubscriberRecord, as request: Parked) -> Bool {
        guard let key = record.subscriber.key, let handle = park(request) else { return false }
        remembered.remember(record, as: key)
        storing[key] = handle
        effects.append(
            .storeBindings(record.bindings, subscriber: record.subscriber.id, for: handle))
        return true
    }

    mutating func receiveStored(_ isDurable: Bool, for handle: Handle) {
        guard let stored = parked.remove(handle)?.request, let record = stored.written else {
            return
        }
        resume(stored)
        settle(record, handle, isDurable)
        switch stored {
        case .storing(let server, _, let request):
            registrationStored(request, record, server: server, isDurable: isDurable)
        case .storingRemoval(_, let order, let removed):
            removalStored(record, order, removed, isDurable: isDurable)
        case .originating, .terminating, .registering, .removing, .locating:
            break
        }
    }

    private mutating func registrationStored(
        _ request: Request, _ record: SubscriberRecord, server: Handle, isDurable: Bool
    ) {
        guard isDurable else { return respond(server, 503, .storeUnavailable) }
        // What is confirmed is what was written: contacts of a later REGISTER are not on disk yet.
        let user = record.subscriber.user
        if record.bindings.isEmpty {
            effects.append(.event(.unregistered(user: user)))
        } else {
            effects.append(
                .event(.registered(user: user, over: request.flow, contacts: record.bindings.count))
            )
        }
        note(.bindingsStored, record.bindings.count)
        confirm(
            request, record, server: server, record.bindings.isEmpty ? .unregistered : .registered)
    }

    /// Where a write failed, what is remembered may not be what is on disk: look again next time,
    /// unless a later write is still under way.
    private mutating func settle(_ record: SubscriberRecord, _ handle: Handle, _ isDurable: Bool) {
        guard let key = record.subscriber.key, storing[key] == handle else { return }
        storing.removeValue(forKey: key)
        if !isDurable { remembered.forget(key) }
    }

    /// The 200: all current contacts, Path, Service-Route (RFC 3608) and P-Associated-URI (RFC
    /// 7315).
    private mutating func confirm(
        _ request: Request, _ record: SubscriberRecord, server: Handle, _ reason: OutcomeReason
    ) {
        let path = pathValues(of: request)
        let serviceRoute = settings.listener(of: request.flow).serviceRoute
        let domain = settings.home.domain
        let now = now.wall
        respond(server, 200, reason, to: request.message) { writer in
            for binding in record.bindings where binding.expires > now {
                RegistrarText.writeContact(binding, now: now, into: &writer)
            }
            if !path.isEmpty { RegistrarText.writeLine("Path", path, into: &writer) }
            RegistrarText.writeLine("Service-Route", serviceRoute, into: &writer)
            RegistrarText.writeAssociatedURIs(
                of: record.subscriber, domain: domain, into: &writer)
            writer.write("Supported: path, outbound\r\n")
        }
    }

    // MARK: - Challenges

    private mutating func challenge(_ request: Request, stale: Bool) {
        let value = verifier.challenge(stale: stale, now: now.wall)
        answer(request, 401, .challenged) {
            RegistrarText.writeLine("WWW-Authenticate", value, into: &$0)
        }
    }

    private mutating func respondChallenge(_ server: Handle, stale: Bool) {
        let value = verifier.challenge(stale: stale, now: now.wall)
        respond(server, 401, .challenged) {
            RegistrarText.writeLine("WWW-Authenticate", value, into: &$0)
        }
    }

    /// The Digest credentials for our realm, if there are any.
    private func credentials(of request: Request) -> DigestCredentials? {
        for field in request.message.fields where field.name == .authorization {
            guard
                case .digest(let credentials) = DigestCredentials.parse(
                    request.message.span.part(field.value)),
                verifier.isOwnRealm(credentials)
            else { continue }
            return credentials
        }
        return nil
    }
}
