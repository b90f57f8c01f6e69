import Accounts
import Hummingbird
import Provisioning
import WebServing

extension EllisAPI {
    /// GET /accounts/{email}/numbers
    func listNumbers(_ call: EllisCall) async throws -> EllisAnswer {
        let caller = try await caller(call)
        let lines = try await desk.lines(of: caller.email)
        return EllisAnswer([
            "numbers": .array(
                lines.map { line in
                    .object(
                        Self.number(line).merging([
                            "domain": .string(line.domain),
                            "gab_listed": line.isListed ? 1 : 0,
                        ]) { $1 })
                })
        ])
    }

    /// POST /accounts/{email}/numbers: the next free number of the pool.
    func addNumber(_ call: EllisCall) async throws -> EllisAnswer {
        let caller = try await caller(call)
        let fields = try await call.parameters()
        let login = fields["private_id"].map(LineLogin.shared(privateIdentity:)) ?? .own
        let issued = try await desk.addLine(
            to: caller.email, number: .fromPool(isPSTN: Self.isTrue(fields["pstn"])), login: login,
            by: caller.author)
        return EllisAnswer(.object(Self.number(issued)))
    }

    /// POST /accounts/{email}/numbers/{uri}: that very number, for the holder of the key.
    func addGivenNumber(_ call: EllisCall) async throws -> EllisAnswer {
        let caller = try await administrator(call)
        let fields = try await call.parameters()
        let login: LineLogin =
            switch (fields["private_id"], Self.isTrue(fields["new_private_id"])) {
            case (nil, _): .own
            case (let name?, true): .named(name)
            case (let name?, false): .shared(privateIdentity: name)
            }
        let issued = try await desk.addLine(
            to: caller.email, number: .given(try call.pathPart("uri")), login: login,
            by: caller.author)
        var number = Self.number(issued)
        number["sip_username"] = .string(issued.line.privateIdentity)
        return EllisAnswer(.object(number))
    }

    /// DELETE /accounts/{email}/numbers/{uri}
    func removeNumber(_ call: EllisCall) async throws -> EllisAnswer {
        let caller = try await caller(call)
        try await desk.removeLine(
            try call.pathPart("uri"), of: caller.email, by: caller.author)
        return EllisAnswer([:])
    }

    /// POST /accounts/{email}/numbers/{uri}/password
    func resetNumberPassword(_ call: EllisCall) async throws -> EllisAnswer {
        let caller = try await caller(call)
        let password = try await desk.resetPassword(
            ofLine: try call.pathPart("uri"), of: caller.email, by: caller.author)
        return EllisAnswer(["sip_password": .string(password)])
    }

    // MARK: - Address book

    /// GET /accounts/{email}/numbers/{uri}/listed
    func isListed(_ call: EllisCall) async throws -> EllisAnswer {
        let line = try await line(call).line
        return EllisAnswer(["gab_listed": line.isListed ? 1 : 0])
    }

    /// PUT /accounts/{email}/numbers/{uri}/listed/0 or 1
    func setListed(_ call: EllisCall) async throws -> EllisAnswer {
        let flag = try call.pathPart("flag")
        guard flag == "0" || flag == "1" else {
            throw EllisFailure(.notFound, "the path is to end with /0 or /1")
        }
        let (line, caller) = try await line(call)
        try await desk.setListed(
            flag == "1", line: line.publicIdentity, of: caller.email, by: caller.author)
        return EllisAnswer([:])
    }

    /// GET /gab
    func addressBook(_ call: EllisCall) async throws -> EllisAnswer {
        _ = try await visitor(call)
        let entries = try await desk.addressBook()
        return EllisAnswer([
            "contacts": .array(
                entries.map { entry in
                    [
                        "email": .string(entry.email), "full_name": .string(entry.fullName),
                        "numbers": .array(entry.publicIdentities.map(JSONValue.string)),
                    ]
                })
        ])
    }

    /// The line that a path names, and who acts on it.
    func line(_ call: EllisCall) async throws -> (line: Line, caller: EllisCaller) {
        let caller = try await caller(call)
        return (try await desk.line(try call.pathPart("uri"), of: caller.email), caller)
    }

    private static func number(_ issued: IssuedLine) -> [String: JSONValue] {
        var number = number(issued.line)
        if let password = issued.password { number["sip_password"] = .string(password) }
        return number
    }

    private static func number(_ line: Line) -> [String: JSONValue] {
        [
            "sip_uri": .string(line.publicIdentity), "sip_username": .string(line.user),
            "number": .string(line.user), "pstn": .boolean(line.isPSTN),
            "formatted_number": .string(FormattedNumber.text(line.user)),
            "number_id": .string(line.numberUUID), "private_id": .string(line.privateIdentity),
        ]
    }

    private static func isTrue(_ text: String?) -> Bool { text?.lowercased() == "true" }
}
