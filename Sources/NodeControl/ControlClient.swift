import Foundation

/// Asks a running node through the control socket in its data directory.
package struct ControlClient: Sendable {
    package let directory: String
    /// - Units: seconds.
    package let timeout: Int

    package init(directory: String, timeout: Int = 5) {
        self.directory = directory
        self.timeout = timeout
    }

    /// Sends one request and waits for its reply.
    ///
    /// - Throws: `noNode` where nothing answers, which many commands take as good news.
    package func call(_ request: ControlRequest) throws(ControlError) -> ControlReply {
        let socket = try ControlSocket(directory: directory)
        let descriptor = try socket.makeSocket()
        defer { close(descriptor) }
        let deadline = monotonicMilliseconds() + timeout * 1000
        var failure = socket.connect(descriptor)
        // Too many ask at once: there is a place again as soon as one of them has its answer.
        while failure == EAGAIN || failure == EINTR, monotonicMilliseconds() < deadline {
            usleep(10_000)
            failure = socket.connect(descriptor)
        }
        switch failure {
        case 0: break
        // No file, a file that nobody listens on any more, or no such directory.
        case ENOENT, ECONNREFUSED, ENOTDIR: throw .noNode(directory: directory)
        case EAGAIN: throw .timeout(path: socket.path, seconds: timeout)
        default: throw .system(path: socket.path, action: "reach the running node", number: failure)
        }
        guard var line = try? JSONEncoder().encode(request) else {
            throw .badReply(path: socket.path)
        }
        line.append(0x0A)
        try send(Array(line), descriptor, deadline, socket.path)
        let answer = try receive(descriptor, deadline, socket.path)
        guard let reply = try? JSONDecoder().decode(ControlReply.self, from: Data(answer)) else {
            throw .badReply(path: socket.path)
        }
        return reply
    }

    private func send(
        _ line: [UInt8], _ descriptor: Int32, _ deadline: Int, _ path: String
    ) throws(ControlError) {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress!, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 { rest = rest.dropFirst(count) } else { try mayWait(errno, path) }
            if !rest.isEmpty { try wait(descriptor, Int16(POLLOUT), deadline, path) }
        }
    }

    private func receive(_ descriptor: Int32, _ deadline: Int, _ path: String) throws(ControlError)
        -> [UInt8]
    {
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while answer.count <= ControlServer.longestReply {
            try wait(descriptor, Int16(POLLIN), deadline, path)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0 {
                try mayWait(errno, path)
                continue
            }
            if count == 0 { throw .badReply(path: path) }
            answer += chunk[..<count]
            if answer.last == 0x0A { return answer }
        }
        throw .badReply(path: path)
    }

    private func mayWait(_ number: Int32, _ path: String) throws(ControlError) {
        guard number == EAGAIN || number == EINTR else {
            throw .system(path: path, action: "talk to the running node", number: number)
        }
    }

    private func wait(
        _ descriptor: Int32, _ events: Int16, _ deadline: Int, _ path: String
    ) throws(ControlError) {
        while true {
            let left = deadline - monotonicMilliseconds()
            guard left > 0 else { throw .timeout(path: path, seconds: timeout) }
            var entry = pollfd(fd: descriptor, events: events, revents: 0)
            if poll(&entry, 1, Int32(left)) > 0 { return }
        }
    }
}
