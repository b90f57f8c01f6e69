/// A traced message as JSON: its octets stand there once, as the text, unless they are no UTF-8.
extension TracedMessage {
    private enum CodingKeys: CodingKey {
        case at, isReceived, transport, local, remote, from, to, label, cseq, isRetransmission
        case hasBody, text, octets, madeFrom
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let text = try values.decode(String.self, forKey: .text)
        self.init(
            at: try values.decode(Int64.self, forKey: .at),
            isReceived: try values.decode(Bool.self, forKey: .isReceived),
            transport: try values.decode(String.self, forKey: .transport),
            local: try values.decode(String.self, forKey: .local),
            remote: try values.decode(String.self, forKey: .remote),
            from: try values.decode(Int.self, forKey: .from),
            to: try values.decode(Int.self, forKey: .to),
            label: try values.decode(String.self, forKey: .label),
            cseq: try values.decode(String.self, forKey: .cseq),
            isRetransmission: try values.decode(Bool.self, forKey: .isRetransmission),
            hasBody: try values.decode(Bool.self, forKey: .hasBody), text: text,
            octets: try values.decodeIfPresent([UInt8].self, forKey: .octets) ?? Array(text.utf8),
            madeFrom: try values.decodeIfPresent(Int.self, forKey: .madeFrom))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(at, forKey: .at)
        try values.encode(isReceived, forKey: .isReceived)
        try values.encode(transport, forKey: .transport)
        try values.encode(local, forKey: .local)
        try values.encode(remote, forKey: .remote)
        try values.encode(from, forKey: .from)
        try values.encode(to, forKey: .to)
        try values.encode(label, forKey: .label)
        try values.encode(cseq, forKey: .cseq)
        try values.encode(isRetransmission, forKey: .isRetransmission)
        try values.encode(hasBody, forKey: .hasBody)
        try values.encode(text, forKey: .text)
        if !text.utf8.elementsEqual(octets) { try values.encode(octets, forKey: .octets) }
        try values.encodeIfPresent(madeFrom, forKey: .madeFrom)
    }
}
