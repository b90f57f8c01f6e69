import Determinism
import Doctor
import Foundation
import Provisioning
import ServiceSettings
import SIPTransports
import Storage
import Subscribers

extension NumberFacts {
    /// How many neighbours of each kind are looked at.
    private static let neighbours = 50

    /// Looks a number up as the engine would.
    ///
    /// - Parameter asked: as a person writes it, with or without a scheme and a domain.
    /// - Parameter holds: whether a flow's connection is still there.
    init(
        _ asked: String, in database: SubscriberDatabase, holds: (Flow) -> Bool
    ) async {
        guard let key = Self.key(of: asked) else {
            self.init(asked: asked, key: nil, holder: .known(nil))
            return
        }
        do {
            guard let record = try database.record(for: key) else {
                self.init(
                    asked: asked, key: key.text, holder: .known(nil),
                    neighbours: try database.users(near: key, limit: Self.neighbours))
                return
            }
            let holder = await Self.holder(record, foundBy: key, in: database, holds: holds)
            self.init(asked: asked, key: key.text, holder: .known(holder))
        } catch {
            self.init(
                asked: asked, key: key.text,
                holder: .unknown("the store does not answer (\(error.what))"))
        }
    }

    /// A number with or without separators, a name, or a URI of one.
    static func key(of asked: String) -> SubscriberKey? {
        let text = asked.filter { !$0.isWhitespace }
        if let key = SubscriberKey(publicIdentity: text) { return key }
        return SubscriberKey(String(text.prefix { $0 != "@" }))
    }

    private static func holder(
        _ record: SubscriberRecord, foundBy key: SubscriberKey, in database: SubscriberDatabase,
        holds: (Flow) -> Bool
    ) async -> Holder {
        let subscriber = record.subscriber
        // The usual subscriber's one identity stands in the directory alone.
        let owner = try? await database.owner(of: key.text)
        let identities =
            subscriber.set?.identities.map {
                Identity(uri: $0.uri, isBarred: $0.isBarred, isAsked: $0.key == key)
            } ?? [
                Identity(uri: owner?.identity ?? subscriber.user, isBarred: false, isAsked: true)
            ]
        let phones = record.bindings.map { Phone($0, isHeld: holds($0.flow)) }
        return Holder(
            user: subscriber.user, identities: identities, phones: phones,
            services: await services(of: owner?.identity, in: database))
    }

    /// - Returns: nil where the line has no document, or one that cannot be read.
    private static func services(
        of identity: String?, in database: SubscriberDatabase
    ) async -> Services? {
        guard let identity,
            let document = try? await database.document(.simservs(of: identity)),
            let settings = try? TelephonyServices(document: document.content)
        else { return nil }
        return Services(settings)
    }
}

extension NumberFacts.Phone {
    fileprivate init(_ binding: Binding, isHeld: Bool) {
        self.init(
            contact: String(decoding: binding.contact, as: UTF8.self),
            transport: "\(binding.flow.transport.viaName)", source: "\(binding.flow.remote)",
            since: binding.registered.milliseconds * 1000,
            expires: binding.expires.milliseconds * 1000,
            userAgent: String(decoding: binding.userAgent, as: UTF8.self),
            isReachable: !binding.flowIsGone && isHeld)
    }
}

extension NumberFacts.Services {
    init(_ settings: TelephonyServices) {
        let diversion = settings.diversion
        let active = DiversionReason.allCases.compactMap { reason in
            diversion.diversions[reason].flatMap {
                $0.isActive ? "\(reason.calls) to \($0.target.uri)" : nil
            }
        }
        self.init(
            diversions: diversion.isActive ? active : [],
            barred: settings.incomingBarring.barred.calls)
    }
}

extension DiversionReason {
    /// Which calls it is about.
    fileprivate var calls: String {
        switch self {
        case .unconditional: "every call"
        case .busy: "calls while the line is busy"
        case .noAnswer: "calls that nobody answers"
        case .notReachable: "calls while the phone cannot be reached"
        case .notRegistered: "calls while no phone is registered"
        }
    }
}

extension BarredIncomingCalls {
    /// Which calls are refused; nil for none.
    fileprivate var calls: String? {
        switch self {
        case .none: nil
        case .all: "every call"
        case .anonymous: "calls whose caller hides the number"
        case .international: "calls from other countries"
        }
    }
}
