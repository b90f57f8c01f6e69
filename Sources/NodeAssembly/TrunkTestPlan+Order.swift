import NetworkAddresses
import NodeConfiguration
import Provisioning
import Rehearsal
import SIPTransports
import Subscribers
import Troubleshooting

extension TrunkTestOrder {
    /// The number, and the caller, as they can stand in a SIP URI.
    ///
    /// - Throws: for what cannot be called, or is too long.
    func checked() throws(ProvisioningError) -> TrunkTestOrder {
        var order = self
        order.number = try Self.user(number, "the number to call")
        if let caller { order.caller = try Self.user(caller, "the caller") }
        guard playsCall || sms != nil else {
            throw ProvisioningError(
                .invalid, "neither a call nor an SMS is to be played", remedy: "name one of them")
        }
        if let sms, sms.utf8.count > Self.longestSMS || sms.isEmpty {
            throw ProvisioningError(
                .invalid, "the SMS has \(sms.utf8.count) octets",
                remedy: "give it between 1 and \(Self.longestSMS)")
        }
        return order
    }

    /// - Units: octets.
    private static let longestSMS = 16_384

    /// RFC 3261 25.1 `user`, without what needs an escape.
    private static func user(_ text: String, _ what: String) throws(ProvisioningError) -> String {
        let bytes = Array(text.utf8)
        if SubscriberKey.isTelephoneNumber(bytes.span) {
            return (text.hasPrefix("+") ? "+" : "") + text.filter(\.isNumber)
        }
        let allowed = Set("-_.!~*'()&=+$,;?/".utf8)
        let isWell = bytes.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
                || allowed.contains(byte)
        }
        guard isWell, !bytes.isEmpty, bytes.count <= 64 else {
            throw ProvisioningError(
                .invalid, "\(what) is no number and no name",
                remedy: "write it as +15551000000 or 15551000000, or as the subscriber's name")
        }
        return text
    }
}

extension TrunkDialect {
    /// As a preset describes it.
    init(_ preset: TrunkPreset) {
        self.init()
        let written = preset.dialect
        called = NumberForm(written.called)
        caller = NumberForm(written.caller)
        contact = NumberForm(written.contact)
        fromHost = written.fromHost
        userAgent = written.userAgent
        headers = written.headers
        assertsIdentity = false
        signsIdentity = written.signsIdentity
        exampleCaller = written.exampleCaller
        messageType = written.messageType
    }
}

extension TrunkDialect.NumberForm {
    init(_ form: TrunkPreset.Dialect.NumberForm) {
        switch form {
        case .e164: self = .withPlus
        case .digits: self = .withoutPlus
        }
    }
}

extension NodeSettings {
    /// Where a test reaches the node: on loopback if it listens there.
    func listener(over transport: TransportProtocol) -> SocketEndpoint? {
        let all = advertisedListeners.map(\.listener).filter { $0.transport == transport }
        let chosen = all.first(where: \.endpoint.address.isLoopback) ?? all.first
        return chosen?.endpoint
    }
}
