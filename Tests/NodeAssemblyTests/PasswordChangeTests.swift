import Determinism
import Foundation
import NodeAssembly
import Provisioning
import SIPTestKit
import Subscribers
import Testing

/// A node on a real socket whose subscribers are provisioned while it runs.
@Suite struct PasswordChangeTests {
    private static let name = "alice-phone@example.com"
    private static let author = NodeUnderTest.operatorAtHome
    private static let now = WallTime(milliseconds: 1_800_000_000_000)

    /// `sip:alice@example.com`, with a login that is called otherwise.
    private func provision(_ store: any HomeSubscriberStore, password: String) async throws {
        try await put(password, store)
        let set = try await store.addRegistrationSet(by: Self.author, now: Self.now)
        try await store.associate(Self.name, with: set, by: Self.author, now: Self.now)
        let profile = try await store.addServiceProfile(
            to: set, by: Self.author, now: Self.now)
        try await store.putPublicIdentity(
            PublicIdentity(uri: "sip:alice@example.com"), in: profile, of: set,
            by: Self.author, now: Self.now)
    }

    private func put(_ password: String, _ store: any HomeSubscriberStore) async throws {
        try await store.putPrivateIdentity(
            Self.name, realm: "example.com", .password(password), by: Self.author, now: Self.now)
    }

    @Test func `A subscriber registers once it is provisioned, and a replaced password is no good`()
        async throws
    {
        let phone = try UDPPhone()
        let own = try await NodeUnderTest([
            "shared_config": "home_domain=example.com\n",
            "local_config": "sip_port=\(try UDPPhone.freePort())\n",
        ])
        try await own.node.listen()
        let port = try #require(
            await own.node.configuration().first { $0.name == "sip_port" }.flatMap {
                UInt16($0.value)
            })
        let store = own.node.homeSubscribers
        try await provision(store, password: "0")
        #expect(try phone.registers(at: port, login: Self.name, password: "0") == 200)
        for number in 1...10 {
            try await put("\(number)", store)
            let old = try phone.registers(at: port, login: Self.name, password: "\(number - 1)")
            #expect(old == 403)
            let new = try phone.registers(at: port, login: "alice-phone", password: "\(number)")
            #expect(new == 200)
        }
        try await own.end()
    }
}

/// A phone on a UDP socket that waits for each answer.
private final class UDPPhone {
    private let descriptor: Int32
    private let port: UInt16
    private var cseq = 1

    init() throws {
        (descriptor, port) = try Self.open()
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// One that nobody listens on now.
    static func freePort() throws -> UInt16 {
        let (descriptor, port) = try open()
        close(descriptor)
        return port
    }

    /// - Returns: the status that the answer to the challenge gets.
    func registers(at node: UInt16, login: String, password: String) throws -> Int? {
        let peer = Peer("127.0.0.1:\(port)")
        func request() -> RequestText {
            cseq += 1
            return RequestText.register(
                "alice", from: peer, contact: "<sip:alice@127.0.0.1:\(port)>", id: "\(cseq)",
                cseq: cseq)
        }
        let challenge = try exchange(request(), with: node)
        var second = request()
        second.add(
            "Authorization",
            DigestAnswer(username: login, password: password).authorization(
                method: "REGISTER", uri: second.uri, challenge: challenge["WWW-Authenticate"] ?? "")
        )
        return try exchange(second, with: node).status
    }

    private func exchange(_ request: RequestText, with node: UInt16) throws -> MessageView {
        var place = Self.loopback(node)
        let octets = Array(request.text.utf8)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let sent = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, octets, octets.count, 0, $0, size)
            }
        }
        try #require(sent == octets.count)
        var answer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &answer, answer.count, 0)
        try #require(count > 0, "the node does not answer")
        return MessageView(String(decoding: answer.prefix(count), as: UTF8.self))
    }

    private static func open() throws -> (Int32, UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var place = loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        try #require(isBound)
        return (descriptor, UInt16(bigEndian: place.sin_port))
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return place
    }
}
