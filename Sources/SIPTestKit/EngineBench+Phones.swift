/// Registered phones and calls in a line each.
extension EngineBench {
    package static let password = "correct horse"

    /// A subscriber with a phone that registered, challenge and all.
    ///
    /// - Parameter login: the user name that it proves itself by, where it is not its number.
    /// - Returns: the 200.
    @discardableResult
    package func register(
        _ user: String, at phone: Peer, contact: String? = nil, expires: Int? = 300,
        id: String? = nil, cseq: Int = 1, login: String? = nil,
        change: (inout RequestText) -> Void = { _ in }
    ) -> MessageView {
        if store[user] == nil { store.provision(user, password: Self.password) }
        let id = id ?? "register-\(user)-\(phone.endpoint.port)"
        let contact = contact ?? "<\(Self.contact(of: user, at: phone))>"
        var first = RequestText.register(
            user, from: phone, contact: contact, expires: expires, id: id, cseq: cseq)
        change(&first)
        let refusal = deliver(first, from: phone).last?.message
        var second = RequestText.register(
            user, from: phone, contact: contact, expires: expires, id: id, cseq: cseq + 1)
        change(&second)
        second.add(
            "Authorization",
            DigestAnswer(username: login ?? user, password: Self.password).authorization(
                method: "REGISTER", uri: second.uri, challenge: refusal?["WWW-Authenticate"] ?? ""))
        let answer = deliver(second, from: phone).last?.message
        return answer ?? MessageView("")
    }

    /// The Contact URI of a phone behind no NAT.
    package static func contact(of user: String, at phone: Peer) -> String {
        "sip:\(user)@\(phone.text)\(phone.transport == .tcp ? ";transport=tcp" : "")"
    }
}

extension [EngineBench.Sent] {
    /// The statuses of the responses among them.
    package var statuses: [Int] { compactMap(\.message.status) }

    /// The requests among them.
    package var requests: [MessageView] { map(\.message).filter(\.isRequest) }

    /// The first response with that status.
    package func response(_ status: Int) -> MessageView? {
        first { $0.message.status == status }?.message
    }

    /// The first request of that method.
    package func request(_ method: String) -> MessageView? {
        first { $0.message.isRequest && $0.message.method == method }?.message
    }
}
