import Foundation

/// The thread of a control server: accepts, reads a line, has it answered, writes a line, closes.
struct ControlLoop {
    private struct Connection {
        enum Phase {
            case reading([UInt8])
            /// A task is at work on the answer.
            case answering
            case writing(ArraySlice<UInt8>)
        }

        let descriptor: Int32
        /// - Units: milliseconds on the monotonic clock.
        var deadline: Int
        var phase: Phase
    }

    private static let mostConnections = 16
    /// - Units: milliseconds.
    private static let patience = 5000
    /// How long the node itself may take for an answer: a doctor waits for the DNS and for calls.
    private static let longestAnswer = 120_000

    private let listener: Int32
    private let mailbox: ControlMailbox
    private let handler: ControlServer.Handler
    private var connections: [Int: Connection] = [:]
    private var nextID = 0

    init(listener: Int32, mailbox: ControlMailbox, handler: @escaping ControlServer.Handler) {
        self.listener = listener
        self.mailbox = mailbox
        self.handler = handler
    }

    /// Runs until the mailbox is closed, then closes every descriptor but the mailbox's.
    mutating func run() {
        while let answers = mailbox.take() {
            for answer in answers where connections[answer.connection] != nil {
                connections[answer.connection]!.phase = .writing(answer.line[...])
                connections[answer.connection]!.deadline =
                    monotonicMilliseconds() + Self.patience
                advance(answer.connection)
            }
            waitAndServe()
        }
        for connection in connections.values { close(connection.descriptor) }
        close(listener)
    }

    private mutating func waitAndServe() {
        let ids = connections.keys.sorted()
        let accepting = connections.count < Self.mostConnections
        var entries = [
            pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: accepting ? listener : -1, events: Int16(POLLIN), revents: 0),
        ]
        for id in ids { entries.append(entry(connections[id]!)) }
        let now = monotonicMilliseconds()
        let nearest = connections.values.map(\.deadline).min()
        let timeout = nearest.map { Int32(clamping: max(0, $0 - now)) } ?? -1
        guard poll(&entries, nfds_t(entries.count), timeout) >= 0 else { return }
        for (index, id) in ids.enumerated() where entries[index + 2].revents != 0 { advance(id) }
        let later = monotonicMilliseconds()
        for (id, connection) in connections where connection.deadline <= later { end(id) }
        if entries[1].revents != 0 { accept() }
    }

    private func entry(_ connection: Connection) -> pollfd {
        let events =
            switch connection.phase {
            case .reading: POLLIN
            case .answering: 0 as Int32
            case .writing: POLLOUT
            }
        return pollfd(fd: connection.descriptor, events: Int16(events), revents: 0)
    }

    private mutating func accept() {
        let descriptor = Foundation.accept(listener, nil, nil)
        guard descriptor >= 0 else {
            // Without descriptors the listener stays readable: let the thread rest instead of
            // spinning.
            if errno != EAGAIN, errno != EINTR { usleep(100_000) }
            return
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        connections[nextID] = Connection(
            descriptor: descriptor, deadline: monotonicMilliseconds() + Self.patience,
            phase: .reading([]))
        nextID += 1
    }

    private mutating func advance(_ id: Int) {
        guard let connection = connections[id] else { return }
        switch connection.phase {
        case .reading(let line): read(id, connection.descriptor, line)
        // Only an error or a hang-up wakes it here.
        case .answering: end(id)
        case .writing(let rest): write(id, connection.descriptor, rest)
        }
    }

    private mutating func read(_ id: Int, _ descriptor: Int32, _ before: [UInt8]) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0, before.count + count <= ControlServer.longestRequest else {
            return end(id)
        }
        let line = before + chunk[..<count]
        guard let newline = line.firstIndex(of: 0x0A) else {
            connections[id]!.phase = .reading(line)
            return
        }
        connections[id]!.phase = .answering
        connections[id]!.deadline = monotonicMilliseconds() + Self.longestAnswer
        answer(id, Data(line[..<newline]))
    }

    private func answer(_ id: Int, _ line: Data) {
        guard let request = try? JSONDecoder().decode(ControlRequest.self, from: line) else {
            let reason =
                "the request cannot be understood; use the clearwater of the running version"
            return mailbox.put(Self.line(.failed(reason: reason)), for: id)
        }
        Task { [handler, mailbox] in
            mailbox.put(Self.line(await handler(request)), for: id)
        }
    }

    private static func line(_ reply: ControlReply) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let text = try? encoder.encode(reply), text.count < ControlServer.longestReply else {
            return Array(#"{"failed":{"reason":"the answer is too long"}}"#.utf8) + [0x0A]
        }
        return Array(text) + [0x0A]
    }

    private mutating func write(_ id: Int, _ descriptor: Int32, _ rest: ArraySlice<UInt8>) {
        let count = rest.withUnsafeBytes {
            send(descriptor, $0.baseAddress!, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0, count < rest.count else { return end(id) }
        connections[id]!.phase = .writing(rest.dropFirst(count))
    }

    private mutating func end(_ id: Int) {
        guard let connection = connections.removeValue(forKey: id) else { return }
        close(connection.descriptor)
    }
}
