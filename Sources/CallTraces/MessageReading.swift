/// What the ladder wants to know of a message, read without judging it.
struct MessageReading: Sendable {
    let octets: [UInt8]
    let lines: MessageLines
    /// Of a request; empty in a response and in what is no SIP.
    let method: String
    /// Of a response.
    let status: Int?

    init(_ octets: [UInt8]) {
        self.octets = octets
        lines = MessageLines(octets)
        let words = octets[lines.start].split(separator: 0x20, maxSplits: 2)
        let first = words.first ?? []
        if first.starts(with: "SIP/".utf8) {
            method = ""
            status = words.count > 1 ? Int(Legible.text(words[1])) ?? 0 : 0
        } else {
            let isSIP = words.last?.starts(with: "SIP/".utf8) == true
            method = isSIP ? Legible.text(first) : ""
            status = nil
        }
    }

    var isRequest: Bool { !method.isEmpty }
    var isSIP: Bool { isRequest || status != nil }
    var isFinal: Bool { (status ?? 0) >= 200 }

    /// `INVITE`, `180 Ringing`, or `not SIP`.
    var label: String {
        if isRequest { return method }
        guard let status else { return "not SIP" }
        let words = octets[lines.start].split(separator: 0x20, maxSplits: 2)
        return words.count > 2 ? "\(status) \(Legible.text(words[2]))" : "\(status)"
    }

    var requestURI: String {
        guard isRequest else { return "" }
        let words = octets[lines.start].split(separator: 0x20, maxSplits: 2)
        return words.count > 1 ? Legible.text(words[1]) : ""
    }

    /// `102 INVITE`.
    var cseq: String {
        (value("cseq") ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    var callID: String { value("call-id") ?? "" }
    var hasBody: Bool { !lines.body.isEmpty }
    /// True for a request inside a dialog, and for every response with a tag of the called side.
    var hasToTag: Bool { value("to").map { Self.parameter("tag", of: $0) != nil } ?? false }

    /// The first value of that name.
    func value(_ name: String) -> String? {
        lines.fields.first { $0.name == name }.map {
            Legible.text(octets[$0.value]).trimmingBlanks
        }
    }

    /// The Via values in order, commas and lines alike.
    var vias: [String] {
        lines.fields.filter { $0.name == "via" }.flatMap { field in
            Legible.text(octets[field.value]).split(separator: ",").map {
                String($0).trimmingBlanks
            }
        }
    }

    /// What the transactions of two messages have in common: the branch of a Via value, or the
    /// whole value where a peer of RFC 2543 wrote none.
    static func branch(of via: String) -> String { parameter("branch", of: via) ?? via }

    /// The user part of the URI in From, To or the like; empty where there is none.
    func user(in name: String) -> String { value(name).map(Self.user(of:)) ?? "" }

    static func user(of text: String) -> String {
        var uri = text[...]
        if let open = uri.firstIndex(of: "<") {
            uri = uri[uri.index(after: open)...].prefix { $0 != ">" }
        }
        guard let colon = uri.firstIndex(of: ":") else { return "" }
        let scheme = uri[..<colon].lowercased()
        let rest = uri[uri.index(after: colon)...]
        if scheme.hasSuffix("tel") { return String(rest.prefix { !";,> ".contains($0) }) }
        guard let at = rest.firstIndex(of: "@") else { return "" }
        return String(rest[..<at].prefix { $0 != ":" && $0 != ";" })
    }

    private static func parameter(_ name: String, of text: String) -> String? {
        let outside = text.lastIndex(of: ">").map { text[$0...] } ?? text[...]
        for part in outside.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard let first = pair.first,
                String(first).trimmingBlanks.lowercased() == name
            else { continue }
            return pair.count > 1 ? String(pair[1]).trimmingBlanks : ""
        }
        return nil
    }
}

extension String {
    var trimmingBlanks: String {
        let inner = drop(while: \.isWhitespace)
        return String(inner.reversed().drop(while: \.isWhitespace).reversed())
    }
}
