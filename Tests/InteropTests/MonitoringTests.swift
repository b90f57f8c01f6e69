import Foundation
import NetworkAddresses
import Testing
import WebTestKit

/// A running node, watched by Prometheus itself.
@Suite("Monitoring", .takingTurns)
struct MonitoringTests {
    private static let port: UInt16 = 9464

    /// A node with a subscriber that serves metrics, and what is set besides.
    private static func watchedNode(_ settings: String = "") async throws -> ClearwaterProcess {
        let node = try ClearwaterProcess()
        try node.configure(
            "user_settings",
            "trusted_peers=\(node.block.trunk)\nmetrics_port=\(port)\n\(settings)")
        try await node.addSubscriber()
        try await node.start()
        return node
    }

    private static func door(_ node: ClearwaterProcess) -> SocketEndpoint {
        SocketEndpoint(IPAddress(node.block.node)!, port)
    }

    /// The body of an answer.
    private static func get(_ path: String, of node: ClearwaterProcess) async throws -> String {
        let answer = try await node.ask("GET", path, at: door(node))
        #expect(answer.hasPrefix("HTTP/1.1 200 "), "\(answer)")
        return body(answer)
    }

    private static func body(_ answer: String) -> String {
        guard let gap = answer.range(of: "\r\n\r\n") else { return "" }
        return String(answer[gap.upperBound...])
    }

    private static func file(_ name: String) throws -> String {
        try String(contentsOf: Project.root.appendingPathComponent("monitoring/" + name), encoding: .utf8)
    }

    private static func call(_ node: ClearwaterProcess) async throws {
        let phone = try await SIPpRun.phone("answer", of: node)
        let trunk = try SIPpRun.trunk("call", of: node)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }

    @Test("promtool finds nothing to complain of in the metrics and the rules")
    func promtool() async throws {
        let node = try await Self.watchedNode("trunk_options_ping=5\n")
        try await Self.call(node)
        let text = try await Self.get("/metrics", of: node)
        let metrics = try await node.run(["promtool", "check", "metrics"], input: text)
        #expect(metrics.ending == .exited(0), "\(metrics.written)")
        let rules = try await node.run(
            ["promtool", "check", "rules", Project.root.path + "/monitoring/alerts.yml"])
        #expect(rules.ending == .exited(0), "\(rules.written)")
    }

    @Test("every metric that the dashboard and the rules name is there")
    func names() async throws {
        let node = try await Self.watchedNode()
        let text = try await Self.get("/metrics", of: node)
        let families = Set(
            text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map {
                String($0.split(separator: " ")[2])
            })
        for name in ["grafana.json", "alerts.yml"] {
            let named = try Self.file(name).matches(
                of: /\b(?:clearwater|process)_[a-z_]+(?=[\[{ )])/
            ).map { String($0.output).replacing(/_(bucket|sum|count)$/, with: "") }
            #expect(named.count > 10, "\(name)")
            for metric in Set(named) { #expect(families.contains(metric), "\(metric) in \(name)") }
        }
        let dashboard = try JSONSerialization.jsonObject(
            with: Data(Self.file("grafana.json").utf8))
        #expect((dashboard as? [String: Any])?["panels"] != nil)
    }

    @Test("a real Prometheus scrapes the node and sees a call")
    func scrape() async throws {
        let node = try await Self.watchedNode()
        let configuration = """
            global:
              scrape_interval: 1s
              evaluation_interval: 1s
            rule_files: ["\(Project.root.path)/monitoring/alerts.yml"]
            scrape_configs:
              - job_name: clearwater
                static_configs:
                  - targets: ["\(node.block.node):\(Self.port)"]
            """
        let file = node.file("prometheus.yml")
        try Data(configuration.utf8).write(to: file)
        let server = try ChildProcess.start(
            [
                "prometheus", "--config.file=\(file.path)",
                "--storage.tsdb.path=\(node.file("tsdb").path)",
                "--web.listen-address=\(node.block.node):9090",
            ], output: node.file("prometheus.log"))
        defer { server.signal(SIGTERM) }
        let prometheus = SocketEndpoint(IPAddress(node.block.node)!, 9090)
        try await Self.see("up{job=\"clearwater\"}", is: "1", at: prometheus, server)
        let calls =
            "clearwater_requests_total{method=\"INVITE\",trunk=\"trusted_peers\",result=\"2xx\"}"
        try await Self.see(calls, is: "0", at: prometheus, server)
        try await Self.call(node)
        try await Self.see(calls, is: "1", at: prometheus, server)
        try await Self.see(
            "sum(clearwater_outcomes_total{reason=\"registered\"})", is: "1", at: prometheus,
            server)
        let rules = try await Self.ask("/api/v1/rules", at: prometheus)
        #expect(rules.contains("ClearwaterTrunkDown") && !rules.contains("\"lastError\":\""))
    }

    /// Asks until a query of one sample has this value.
    private static func see(
        _ query: String, is value: String, at prometheus: SocketEndpoint, _ server: ChildProcess
    ) async throws {
        let text = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        var last = ""
        for _ in 0..<300 {
            last = (try? await ask("/api/v1/query?query=\(text)", at: prometheus)) ?? last
            if last.contains("\"\(value)\"]") { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw PatienceLost(description: "\(query) is not \(value): \(last)\n\(server.written)")
    }

    private static func ask(_ path: String, at endpoint: SocketEndpoint) async throws -> String {
        body(try await PlainClient.answer("GET", path, at: endpoint))
    }

    @Test("health checks stand at both doors, and the node is ready")
    func health() async throws {
        let node = try await Self.watchedNode()
        for endpoint in [Self.door(node), node.ellis] {
            for (path, word) in [("/healthz", "alive\n"), ("/readyz", "ready\n")] {
                let answer = try await node.ask("GET", path, at: endpoint)
                #expect(answer.hasPrefix("HTTP/1.1 200 ") && Self.body(answer) == word, "\(answer)")
            }
        }
    }

    @Test("a node that is being stopped is not ready, and lives until its last call is through")
    func draining() async throws {
        let node = try await Self.watchedNode()
        let phone = try await SIPpRun.phone("ring", of: node)
        let trunk = try SIPpRun.trunk("call_cancelled", of: node, talk: .seconds(3))
        try await trunk.received("180 Ringing")
        node.signal(SIGTERM)
        var answer = ""
        for _ in 0..<100 where !answer.hasPrefix("HTTP/1.1 503 ") {
            try await Task.sleep(for: .milliseconds(10))
            answer = try await node.ask("GET", "/readyz", at: Self.door(node))
        }
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
        #expect(Self.body(answer) == "draining: this node is being stopped\n")
        #expect(try await Self.get("/healthz", of: node) == "alive\n")
        #expect(try await Self.get("/metrics", of: node).contains("\nclearwater_draining 1\n"))
        await trunk.expectSuccess(log: node)
        // The phone's farewell finds the node draining.
        _ = await phone.ending()
    }

    @Test("trunks are asked by OPTIONS, and what they answer is known")
    func pings() async throws {
        let node = try ClearwaterProcess()
        try node.configure(
            "trunks", "there=\"\(node.block.trunk)\"\nbusy=\"\(node.block.phone)\"\nnet=\"192.0.2.0/24\"\n")
        try node.configure(
            "user_settings", "metrics_port=\(Self.port)\ntrunk_options_ping=\"5, net:0\"\n")
        let peers = [
            (try DatagramSocket(address: node.block.trunk, port: 5060), "200 OK"),
            (try DatagramSocket(address: node.block.phone, port: 5060), "503 Service Unavailable"),
        ]
        try await node.start()
        for (socket, answer) in peers {
            let (bytes, sender) = try await eventually("OPTIONS", context: { node.written }) {
                socket.receive()
            }
            let request = String(decoding: bytes, as: UTF8.self)
            #expect(request.hasPrefix("OPTIONS sip:"))
            #expect(sender.port == node.port)
            let kept = request.split(separator: "\r\n").filter { line in
                ["Via:", "From:", "To:", "Call-ID:", "CSeq:"].contains { line.hasPrefix($0) }
            }
            let text = "SIP/2.0 \(answer)\r\n" + kept.joined(separator: "\r\n") + "\r\n\r\n"
            socket.send(Array(text.utf8), to: sender)
        }
        var text = ""
        for _ in 0..<100 where text.matches(of: /\nclearwater_trunk_up\{/).count < 2 {
            text = try await Self.get("/metrics", of: node)
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(
            text.contains("clearwater_trunk_up{trunk=\"there\",peer=\"\(node.block.trunk)\"} 1"))
        #expect(text.contains("clearwater_trunk_up{trunk=\"busy\",peer=\"\(node.block.phone)\"} 0"))
        #expect(!text.contains("trunk=\"net\",peer="))
        let (_, status) = try await node.command(["status"])
        #expect(status.contains("\(node.block.trunk) answers OPTIONS with 200 after "), "\(status)")
        #expect(status.contains("\(node.block.phone) answers OPTIONS with 503 after "))
        #expect(node.written.contains("trunk answers OPTIONS with 503"))
    }

    @Test("the log is JSON lines, with one for every answered request and its reason")
    func jsonLog() async throws {
        // Not on standard output, where a start says what no log may hold.
        let directory = try ScratchDirectory()
        let node = try await Self.watchedNode(
            "log_format=json\nlog_level=3\nlog_directory=\(directory.url.path)\n")
        try await Self.call(node)
        let stranger = try RawPeer(at: node.block.stranger, of: node)
        _ = try await stranger.ask(
            "INVITE", headers: ["Subject: \u{1B}[31m \"quoted\" \\ \u{202E}"])
        _ = try await stranger.ask("INVITE")
        let odd = try await stranger.ask("INVITE", "sip:\u{7F}\u{FF}%22@ims.test")
        #expect(odd.status >= 400)
        let log = try String(contentsOf: directory.path("clearwater.log"), encoding: .utf8)
        let lines = try log.split(separator: "\n").map { line in
            try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                "\(line)")
        }
        #expect(lines.allSatisfy { $0["time"] is String && $0["level"] is String })
        let answered = lines.filter { $0["message"] as? String == "answered" }
        func reasons(_ method: String) -> [String] {
            answered.filter { $0["method"] as? String == method }.map { "\($0["reason"] ?? "")" }
        }
        #expect(reasons("REGISTER").contains("registered"))
        #expect(reasons("INVITE").first == "relayed")
        #expect(reasons("INVITE").contains("untrusted_source"))
        #expect(reasons("BYE") == ["relayed"])
        let call = try #require(answered.first { $0["method"] as? String == "INVITE" })
        #expect(call["trunk"] as? String == "trusted_peers" && call["status"] as? String == "200")
    }
}
