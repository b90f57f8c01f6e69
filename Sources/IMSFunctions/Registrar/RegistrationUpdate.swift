package import Determinism
package import SIPTransports
package import Subscribers

/// What a REGISTER asks for one contact.
package struct ContactChange: Sendable, Hashable {
    /// The URI as written.
    package var contact: [UInt8]
    /// Header parameters to keep, as written, without `expires` and `q`.
    package var parameters: [UInt8]
    /// Thousandths.
    package var q: UInt16
    /// Seconds that are granted; 0 removes the contact.
    package var expires: Int64
    /// `+sip.instance` with `reg-id`, where the phone gave one (RFC 5626 6): it names the contact
    /// whatever its URI.
    package var instance: [UInt8]?

    package init(
        contact: [UInt8], parameters: [UInt8], q: UInt16, expires: Int64, instance: [UInt8]?
    ) {
        self.contact = contact
        self.parameters = parameters
        self.q = q
        self.expires = expires
        self.instance = instance
    }
}

/// What every contact of one REGISTER has in common.
package struct RegistrationOrigin: Sendable, Hashable {
    package var callID: [UInt8]
    package var cseq: UInt32
    package var path: [UInt8]
    package var flow: Flow
    package var userAgent: [UInt8]

    package init(callID: [UInt8], cseq: UInt32, path: [UInt8], flow: Flow, userAgent: [UInt8]) {
        self.callID = callID
        self.cseq = cseq
        self.path = path
        self.flow = flow
        self.userAgent = userAgent
    }
}

/// The registrar's decision: old contacts and a REGISTER in, new contacts out. RFC 3261 10.3 steps
/// 6 to 8, RFC 5626 6.
package enum RegistrationUpdate {
    package enum Outcome: Sendable, Hashable {
        case changed([Binding])
        /// An older REGISTER of the same call overtook a newer one: answer 500, change nothing.
        case outOfOrder
    }

    /// More contacts than this are not kept; the one registered longest ago goes first.
    package static let contactLimit = 10

    /// - Parameter sameContact: compares two contact URIs (RFC 3261 19.1.4).
    package static func apply(
        _ changes: [ContactChange], from origin: RegistrationOrigin, to bindings: [Binding],
        at now: WallTime,
        instance: (Binding) -> [UInt8]?, sameContact: ([UInt8], [UInt8]) -> Bool
    ) -> Outcome {
        var bindings = bindings.filter { $0.expires > now }
        for change in changes {
            let place = bindings.firstIndex { binding in
                if let wanted = change.instance, let held = instance(binding) {
                    return wanted == held
                }
                return sameContact(binding.contact, change.contact)
            }
            if let place {
                let held = bindings[place]
                if held.callID == origin.callID, held.cseq >= origin.cseq { return .outOfOrder }
                bindings.remove(at: place)
            }
            guard change.expires > 0 else { continue }
            bindings.append(
                Binding(
                    contact: change.contact, parameters: change.parameters, path: origin.path,
                    callID: origin.callID, cseq: origin.cseq, q: change.q,
                    expires: WallTime(milliseconds: now.milliseconds + change.expires * 1000),
                    flow: origin.flow, userAgent: origin.userAgent, registered: now))
        }
        return .changed(Array(bindings.suffix(contactLimit)))
    }

    /// `Contact: *` with `Expires: 0`: everything goes, unless a contact is newer than this
    /// request.
    package static func removeAll(_ bindings: [Binding], from origin: RegistrationOrigin) -> Outcome
    {
        let overtaken = bindings.contains { $0.callID == origin.callID && $0.cseq >= origin.cseq }
        return overtaken ? .outOfOrder : .changed([])
    }
}
