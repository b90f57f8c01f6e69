package import WebServing

/// JSON values in the binary form that some of Ellis' clients ask for (msgpack.org), each in its
/// shortest encoding.
package enum MessagePack {
    package static let mediaType = "application/x-msgpack"

    package static func octets(_ value: JSONValue) -> [UInt8] {
        var out: [UInt8] = []
        append(value, to: &out)
        return out
    }

    private static func append(_ value: JSONValue, to out: inout [UInt8]) {
        switch value {
        case .null: out.append(0xC0)
        case .boolean(let flag): out.append(flag ? 0xC3 : 0xC2)
        case .number(let number): append(number, to: &out)
        case .string(let text):
            let octets = Array(text.utf8)
            appendHead(octets.count, fixed: 0xA0, upTo: 31, short: 0xD9, 0xDA, 0xDB, to: &out)
            out += octets
        case .array(let elements):
            appendHead(elements.count, fixed: 0x90, upTo: 15, short: nil, 0xDC, 0xDD, to: &out)
            for element in elements { append(element, to: &out) }
        case .object(let members):
            appendHead(members.count, fixed: 0x80, upTo: 15, short: nil, 0xDE, 0xDF, to: &out)
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                append(.string(name), to: &out)
                append(member, to: &out)
            }
        }
    }

    private static func append(_ number: Double, to out: inout [UInt8]) {
        guard let whole = Int64(exactly: number) else {
            out.append(0xCB)
            return appendBigEndian(number.bitPattern, octets: 8, to: &out)
        }
        switch whole {
        case 0...0x7F: out.append(UInt8(whole))
        case -32 ..< 0: out.append(UInt8(bitPattern: Int8(whole)))
        case 0x80...0xFF:
            out.append(0xCC)
            appendBigEndian(UInt64(whole), octets: 1, to: &out)
        case 0x100...0xFFFF:
            out.append(0xCD)
            appendBigEndian(UInt64(whole), octets: 2, to: &out)
        case 0x1_0000...0xFFFF_FFFF:
            out.append(0xCE)
            appendBigEndian(UInt64(whole), octets: 4, to: &out)
        case _:
            out.append(0xD3)
            appendBigEndian(UInt64(bitPattern: whole), octets: 8, to: &out)
        }
    }

    private static func appendHead(
        _ count: Int, fixed: UInt8, upTo most: Int, short: UInt8?, _ middle: UInt8, _ long: UInt8,
        to out: inout [UInt8]
    ) {
        if count <= most {
            out.append(fixed | UInt8(count))
        } else if count <= 0xFF, let short {
            out.append(short)
            appendBigEndian(UInt64(count), octets: 1, to: &out)
        } else if count <= 0xFFFF {
            out.append(middle)
            appendBigEndian(UInt64(count), octets: 2, to: &out)
        } else {
            out.append(long)
            appendBigEndian(UInt64(count), octets: 4, to: &out)
        }
    }

    private static func appendBigEndian(_ number: UInt64, octets: Int, to out: inout [UInt8]) {
        for shift in (0..<octets).reversed() {
            out.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(shift))))
        }
    }
}
