import NetworkAddresses
package import SIPTransports

extension DNSRecord {
    /// Reads a record's data as it comes over the wire, names uncompressed.
    ///
    /// RFC 1035 3.4.1, RFC 3596 2.2, RFC 2782, RFC 3403 4.1.
    /// - Returns: nil where the data does not fit its kind.
    package init?(_ kind: DNSQuestion.Kind, data: UnsafeRawBufferPointer) {
        var reader = RecordReader(data: data)
        switch kind {
        case .ipv4Address:
            guard data.count == 4 else { return nil }
            self = .address(IPAddress(v4: UInt32(bigEndian: data.loadUnaligned(as: UInt32.self))))
        case .ipv6Address:
            guard data.count == 16 else { return nil }
            self = .address(
                IPAddress(bits: UInt128(bigEndian: data.loadUnaligned(as: UInt128.self))))
        case .service:
            guard let priority = reader.number(), let weight = reader.number(),
                let port = reader.number(),
                let target = reader.name()
            else { return nil }
            self = .service(
                ServiceRecord(priority: priority, weight: weight, port: port, target: target))
        case .namingAuthority:
            guard let order = reader.number(), let preference = reader.number(),
                let flags = reader.text(),
                let service = reader.text(), reader.text() != nil, let replacement = reader.name()
            else { return nil }
            self = .namingAuthority(
                NamingAuthorityRecord(
                    order: order, preference: preference, flags: flags, service: service,
                    replacement: replacement))
        }
    }
}

/// Takes a record's data apart from the front.
private struct RecordReader {
    let data: UnsafeRawBufferPointer
    var place = 0

    mutating func number() -> UInt16? {
        guard place + 2 <= data.count else { return nil }
        defer { place += 2 }
        return UInt16(bigEndian: data.loadUnaligned(fromByteOffset: place, as: UInt16.self))
    }

    /// A length and as many bytes; nil if they are no plain text.
    mutating func text() -> String? {
        guard place < data.count else { return nil }
        let end = place + 1 + Int(data[place])
        guard end <= data.count else { return nil }
        let bytes = data[(place + 1)..<end]
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
        place = end
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A name, lower case and without final dot; "." for the root; nil if a label would not survive
    /// as text.
    mutating func name() -> String? {
        var labels: [String] = []
        while let label = text() {
            if label.isEmpty { return labels.isEmpty ? "." : labels.joined(separator: ".") }
            guard !label.contains(where: { $0 == "." || $0 == " " }) else { return nil }
            labels.append(label.lowercased())
        }
        return nil
    }
}
