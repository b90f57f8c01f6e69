import Glibc

/// A name server on loopback that answers from a table, over UDP, until it is let go.
package final class NameServer: Sendable {
    package enum Entry: Sendable {
        /// Records' data, all with this time to live.
        case records([[UInt8]], ttl: UInt32)
        case alias(String)
        /// Response code 2.
        case failure
        case silence
    }

    /// Names in lower case; what is missing does not exist.
    package typealias Table = [String: [UInt16: Entry]]

    private let socket: CInt
    private let thread: pthread_t
    package let port: UInt16
    /// As the resolver's settings want it.
    package var address: String { "127.0.0.1@\(port)" }

    private final class Start {
        let socket: CInt
        let table: Table
        init(socket: CInt, table: Table) {
            self.socket = socket
            self.table = table
        }
    }

    package init(_ table: Table) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var home = sockaddr_in()
        home.sin_family = sa_family_t(AF_INET)
        home.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutableBytes(of: &home) {
            let place = $0.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            precondition(bind(socket, place, length) == 0)
            getsockname(socket, place, &length)
        }
        self.socket = socket
        port = UInt16(bigEndian: home.sin_port)
        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(socket: socket, table: table))
        pthread_create(
            &thread, nil,
            { place in
                let start = Unmanaged<Start>.fromOpaque(place!).takeRetainedValue()
                NameServer.serve(start.socket, start.table)
                return nil
            }, start.toOpaque())
        self.thread = thread
    }

    deinit {
        shutdown(socket, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
        close(socket)
    }

    private static func serve(_ socket: CInt, _ table: Table) {
        var query = [UInt8](repeating: 0, count: 4096)
        while true {
            var peer = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let count = withUnsafeMutableBytes(of: &peer) {
                recvfrom(
                    socket, &query, query.count, 0,
                    $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
            }
            guard count > 12 else { return }
            guard let answer = answer(Array(query[..<count]), table) else { continue }
            withUnsafeBytes(of: peer) {
                _ = sendto(
                    socket, answer, answer.count, 0,
                    $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), length)
            }
        }
    }

    private static func answer(_ query: [UInt8], _ table: Table) -> [UInt8]? {
        var place = 12
        var labels: [String] = []
        while query[place] != 0 {
            let end = place + 1 + Int(query[place])
            labels.append(String(decoding: query[(place + 1)..<end], as: UTF8.self).lowercased())
            place = end
        }
        let question = query[12..<(place + 5)]
        let type = UInt16(query[place + 1]) << 8 | UInt16(query[place + 2])
        var name = labels.joined(separator: ".")
        var records: [[UInt8]] = []
        var code: UInt8 = table[name] == nil ? 3 : 0
        while let entries = table[name] {
            if case .alias(let other)? = entries[5] {
                records.append(record(name, 5, 60, wire(other)))
                name = other
                continue
            }
            switch entries[type] {
            case .records(let data, let ttl): records += data.map { record(name, type, ttl, $0) }
            case .failure: code = 2
            case .silence: return nil
            case .alias, nil: break
            }
            break
        }
        // Response, authoritative, recursion desired and available (RFC 1035 4.1.1).
        let header: [UInt8] =
            Array(query[0..<2]) + [0x85, 0x80 | code, 0, 1, 0, UInt8(records.count), 0, 0, 0, 0]
        return header + question + records.flatMap(\.self)
    }

    private static func record(_ name: String, _ type: UInt16, _ ttl: UInt32, _ data: [UInt8])
        -> [UInt8]
    {
        wire(name) + bytes(type) + bytes(1 as UInt16) + bytes(ttl) + bytes(UInt16(data.count))
            + data
    }
}

/// A number as the network has it.
package func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

/// A name as the network has it.
package func wire(_ name: String) -> [UInt8] {
    name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
}

/// An SRV record's data.
package func service(_ priority: UInt16, _ weight: UInt16, _ port: UInt16, _ target: String)
    -> [UInt8]
{
    bytes(priority) + bytes(weight) + bytes(port) + wire(target)
}

/// A NAPTR record's data, without regular expression.
package func authority(
    _ order: UInt16, _ preference: UInt16, _ service: String, _ replacement: String
)
    -> [UInt8]
{
    bytes(order) + bytes(preference) + [1, UInt8(ascii: "s"), UInt8(service.utf8.count)]
        + Array(service.utf8) + [0]
        + wire(replacement)
}
