import IMSFunctions
import SIPMessages
import SIPTransports
import Subscribers

/// Reading what a REGISTER asks for. RFC 3261 10.3, RFC 3327, RFC 5626.
extension Engine {
    enum RegisterWish {
        case fetch
        case removeAll
        case change([ContactChange])
    }

    /// The subscriber whose contacts are meant: the user in To, at any of our domains (step 5).
    func addressOfRecord(of request: Request) -> SubscriberKey? {
        let uri = request.envelope.to.uri
        let span = request.message.span
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

    /// The Require tags that we do not know, as the Unsupported header wants them; nil if there are
    /// none.
    func unsupportedTags(of request: Request) -> [UInt8]? {
        let span = request.message.span
        var tags: [UInt8] = []
        var values = request.message.values(.require)
        while let value = values.next() {
            if span.equalsIgnoringCase(value.range, "path")
                || span.equalsIgnoringCase(value.range, "outbound")
            {
                continue
            }
            if !tags.isEmpty { tags += Array(", ".utf8) }
            tags += Array(copying: span.part(value.range))
        }
        return tags.isEmpty ? nil : tags
    }

    func contactChanges(of request: Request) throws(Fault) -> RegisterWish {
        let message = request.message
        var changes: [ContactChange] = []
        var contacts = message.contacts
        var isEmpty = true
        while let contact = try contacts.next() {
            isEmpty = false
            switch contact {
            case .star:
                guard expiresHeader(of: message) == 0 else {
                    throw Fault.badRequest("Star Without Expires 0")
                }
                return .removeAll
            case .address(let contact):
                changes.append(change(contact, message))
            }
        }
        return isEmpty ? .fetch : .change(changes)
    }

    private func change(_ contact: ContactAddress, _ message: SIPMessage) -> ContactChange {
        let span = message.span
        let asked = contact.expires ?? expiresHeader(of: message)
        let longest = settings.longestRegistration
        let parameters = ContactIdentity.keptParameters(of: contact.address, in: span)
        return ContactChange(
            contact: Array(copying: span.part(contact.address.uri.whole)), parameters: parameters,
            q: contact.q ?? 1000, expires: min(asked.map(Int64.init) ?? longest, longest),
            instance: ContactIdentity.instance(inParameters: parameters.span))
    }

    private func expiresHeader(of message: SIPMessage) -> UInt32? {
        guard let field = message.first(.expires) else { return nil }
        return message.span.number(field.value)
    }

    func origin(of request: Request) -> RegistrationOrigin {
        let span = request.message.span
        let agent = request.message.first(.userAgent)
        return RegistrationOrigin(
            callID: Array(copying: span.part(request.envelope.callID)), cseq: request.envelope.cseq,
            path: pathValues(of: request), flow: request.flow,
            userAgent: agent.map { Array(copying: span.part($0.value)) } ?? [])
    }

    /// All Path values in one list (RFC 3327 5.3).
    func pathValues(of request: Request) -> [UInt8] {
        var path: [UInt8] = []
        for field in request.message.fields where field.name == .path {
            if !path.isEmpty { path += Array(", ".utf8) }
            path += Array(copying: request.message.span.part(field.value))
        }
        return path
    }
}

extension [UInt8] {
    /// The octets of a part of a message, to keep.
    init(copying span: Span<UInt8>) {
        self = span.withUnsafeBufferPointer { Array($0) }
    }
}
