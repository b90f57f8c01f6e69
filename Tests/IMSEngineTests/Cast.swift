import SIPTestKit

/// Who plays in these tests.
enum Cast {
    static let trunk = Peer("192.0.2.10:5060")
    static let otherTrunk = Peer("198.51.100.77:5080")
    static let phone = Peer("203.0.113.5:5062")
    static let secondPhone = Peer("203.0.113.6:5062")
    static let stranger = Peer("203.0.113.66:5060")
    static let number = "+15551000001"
    static let uri = "sip:+15551000001@example.com"
    static let secondNumber = "+15551000002"
}

extension EngineBench {
    /// A bench with one registered phone.
    static func withPhone() -> EngineBench {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone)
        bench.forgetSent()
        return bench
    }

    /// A call from the trunk that the phone answered.
    ///
    /// - Returns: the two ends of the dialog.
    func establishCall(
        from caller: Peer = Cast.trunk, to phone: Peer = Cast.phone, invite: RequestText? = nil
    ) -> (caller: DialogText, callee: DialogText)? {
        let invite = invite ?? .invite(Cast.uri, from: caller)
        guard let ringing = deliver(invite, from: caller).request("INVITE") else { return nil }
        let transport = phone.transport == .tcp ? ";transport=tcp" : ""
        let ok = ResponseText(200, to: ringing, contact: "<sip:me@\(phone.text)\(transport)>")
        guard let answer = deliver(ok, from: phone).response(200) else { return nil }
        return (
            DialogText(caller: caller, invite: invite.view, answer: answer),
            DialogText(callee: phone, invite: ringing, answer: ok.view)
        )
    }
}
