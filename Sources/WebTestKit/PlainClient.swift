import Foundation
package import NetworkAddresses

/// A client that writes octets and reads what comes, with no opinion about HTTP.
package final class PlainClient: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private let descriptor: Int32

    package init(_ endpoint: SocketEndpoint) throws {
        let isV4 = endpoint.address.isV4
        descriptor = socket(
            isV4 ? AF_INET : AF_INET6, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var result: Int32
        if isV4 {
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            place.sin_port = endpoint.port.bigEndian
            inet_pton(AF_INET, "\(endpoint.address)", &place.sin_addr)
            result = withUnsafePointer(to: &place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        } else {
            var place = sockaddr_in6()
            place.sin6_family = sa_family_t(AF_INET6)
            place.sin6_port = endpoint.port.bigEndian
            inet_pton(AF_INET6, "\(endpoint.address)", &place.sin6_addr)
            result = withUnsafePointer(to: &place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Failure(description: "connect \(endpoint): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    package func send(_ text: String) {
        let octets = Array(text.utf8)
        var sent = 0
        while sent < octets.count {
            let count = octets[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Reads until the server closes.
    package func everything() async -> String {
        await inThread { descriptor in
            var octets: [UInt8] = []
            while let more = Self.read(descriptor) { octets += more }
            return String(decoding: octets, as: UTF8.self)
        }
    }

    /// Reads until the text has come, or the server closes.
    package func text(upTo end: String) async -> String {
        await inThread { descriptor in
            var octets: [UInt8] = []
            while let more = Self.read(descriptor) {
                octets += more
                let text = String(decoding: octets, as: UTF8.self)
                if text.contains(end) { return text }
            }
            return String(decoding: octets, as: UTF8.self)
        }
    }

    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// Blocks a thread of its own, not one of those that the server under test runs on.
    private func inThread(_ work: @escaping @Sendable (Int32) -> String) async -> String {
        await withCheckedContinuation { continuation in
            Thread { [descriptor] in continuation.resume(returning: work(descriptor)) }.start()
        }
    }
}

extension PlainClient {
    /// One request on a connection of its own, to the end of the answer.
    package static func answer(
        _ method: String, _ path: String, at endpoint: SocketEndpoint, headers: [String] = [],
        body: String = ""
    ) async throws -> String {
        let client = try PlainClient(endpoint)
        let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
        let lines =
            ["\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close"] + headers
            + length
        client.send(lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
        return await client.everything()
    }
}

extension String {
    /// The status of an answer; 0 where there is none.
    package var status: Int {
        Int(split(separator: " ", maxSplits: 2).dropFirst().first ?? "0") ?? 0
    }

    /// The value of a header field of an answer.
    package func header(_ name: String) -> String? {
        components(separatedBy: "\r\n").prefix { !$0.isEmpty }
            .first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }

    /// What follows the head of an answer.
    package var answerBody: String {
        range(of: "\r\n\r\n").map { String(self[$0.upperBound...]) } ?? ""
    }
}
