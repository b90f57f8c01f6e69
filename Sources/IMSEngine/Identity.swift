import IMSFunctions
import NetworkAddresses
import SIPMessages
import SIPProxying
import SIPTransports
import Subscribers

/// Who sent a request, whom it is for, and what of its routing is ours.
extension Engine {
    /// TS 24.229 5.10.1: by where it comes from alone, asked anew for each request.
    func source(of flow: Flow) -> Source {
        settings.trunks.match(flow.remote).map(Source.trunk) ?? .outside
    }

    /// Whom a request is for.
    enum Called {
        case key(SubscriberKey)
        /// At our domain, but no user part.
        case nobody
        /// At somebody else's domain.
        case foreign
    }

    /// RFC 3261 16.5, TS 24.229 5.3.2: any spelling of our domain counts as the home domain; tel
    /// URIs are ours.
    func calledSubscriber(of request: Request) -> Called {
        let span = request.message.span
        guard let uri = try? SIPURI.parse(span, request.uriBytes) else { return .foreign }
        switch uri.scheme {
        case .sip, .sips:
            guard settings.home.standing(ofHost: span.part(uri.host)) != .foreign else {
                return .foreign
            }
            guard let key = subscriberKey(of: uri, in: span) else { return .nobody }
            return .key(key)
        case .tel:
            guard let key = subscriberKey(of: uri, in: span) else { return .nobody }
            return .key(key)
        case .urn, .other:
            return .foreign
        }
    }

    /// The user part without its own parameters (`;npdi`, `;phone-context=…`), unescaped.
    func subscriberKey(of uri: SIPURI, in span: Span<UInt8>) -> SubscriberKey? {
        guard let user = uri.user else { return nil }
        let part = span.part(user)
        var end = 0
        var isEscaped = false
        while end < part.count, part[end] != UInt8(ascii: ";") {
            if part[end] == UInt8(ascii: "%") { isEscaped = true }
            end += 1
        }
        let name = part.extracting(0..<end)
        return isEscaped
            ? SubscriberKey(user: Escapes.unescaped(name).span) : SubscriberKey(user: name)
    }

    /// OPTIONS to the node: a host of ours and nobody in particular. A number is somebody.
    func isForNode(_ request: Request) -> Bool {
        let span = request.message.span
        guard !request.isInDialog, let uri = try? SIPURI.parse(span, request.uriBytes),
            uri.scheme == .sip || uri.scheme == .sips
        else { return false }
        let standing = settings.home.standing(ofHost: span.part(uri.host))
        guard let user = uri.user else { return standing != .foreign }
        return standing == .node && !SubscriberKey.isTelephoneNumber(span.part(user))
    }

    /// Which of our subscribers a phone wants to be (RFC 3325 9.2); nil where it does not say, or
    /// names nobody at our domains.
    func preferredIdentity(of request: Request) -> SubscriberKey? {
        let span = request.message.span
        var values = request.message.values(.pPreferredIdentity)
        while let value = values.next() {
            guard let address = try? NameAddress.parse(span, value.range) else { continue }
            return identity(address.uri, in: span)
        }
        return nil
    }

    /// Whom From names; nil for a name outside our domains.
    func originatorIdentity(of request: Request) -> SubscriberKey? {
        identity(request.envelope.from.uri, in: request.message.span)
    }

    private func identity(_ uri: SIPURI, in span: Span<UInt8>) -> SubscriberKey? {
        switch uri.scheme {
        case .sip, .sips:
            guard settings.home.standing(ofHost: span.part(uri.host)) != .foreign else {
                return nil
            }
            return subscriberKey(of: uri, in: span)
        case .tel:
            return subscriberKey(of: uri, in: span)
        case .urn, .other:
            return nil
        }
    }

    /// True where this flow is one that the subscriber registered over and that registration is
    /// current.
    func isRegistered(_ record: SubscriberRecord, over flow: Flow) -> Bool {
        record.bindings.contains { binding in
            binding.expires > now.wall && binding.flow.transport == flow.transport
                && binding.flow.remote == flow.remote
                && (flow.connection == 0 || binding.flow.connection == flow.connection)
        }
    }

    /// RFC 3261 16.4: our own names in Route headers.
    func routeInformation(of request: Request) -> RouteInformation {
        let span = request.message.span
        return RouteInformation(of: request.message) { uri in
            (uri.scheme == .sip || uri.scheme == .sips)
                && settings.home.standing(ofHost: span.part(uri.host)) != .foreign
        }
    }
}
