import Foundation
import Testing

/// The portal in Debian's Chromium, played by the script that people use by hand:
/// `Interop/portal/check`.
@Suite("The portal in a browser", .takingTurns)
struct BrowserTests {
    @Test("lets a person sign up, get a number and be rung, and breaks an old password at once")
    func story() async throws { try await play("story") }

    @Test("says beside each field what is wrong with it, and shows names as text")
    func forms() async throws { try await play("forms") }

    @Test("lets its operator manage numbers, accounts and trunks, and nobody else")
    func operators() async throws { try await play("operators") }

    @Test("shows its operator calls as they happen, why one failed, and what to do")
    func calls() async throws { try await play("calls", limit: .seconds(300)) }

    @Test("is operated by the keyboard alone")
    func keyboard() async throws { try await play("keyboard") }

    @Test("is light, accessible and steady on every page, at three widths in both schemes")
    func looks() async throws { try await play("looks", limit: .seconds(600)) }

    private func play(_ check: String, limit: Duration = .seconds(180)) async throws {
        let node = try ClearwaterProcess()
        try node.configure("shared_config", "home_domain=ims.test\nsignup_key=let-me-in\n")
        try await node.start()
        let password = try await eventually(
            "one-time password of the administrator", context: { node.written }
        ) { node.administratorPassword }
        let run = try ChildProcess.start(
            [
                Project.interop("portal/check"), check, "--url", "http://\(node.block.node):8080",
                "--code", "let-me-in", "--administrator", "admin@ims.test", password,
                "--node", node.block.node, "--phone", node.block.phone,
                "--trunk", node.block.trunk, "--stranger", node.block.stranger,
                "--out", Project.root.path + "/.build/screenshots",
            ], output: node.file("check-\(check)"))
        #expect(await run.ending(within: limit) == .exited(0), "\(run.written)")
    }
}

extension ClearwaterProcess {
    /// As `serve` prints it at the first start.
    fileprivate var administratorPassword: String? {
        guard let line = written.split(separator: "\n").first(where: { $0.contains("one-time password") })
        else { return nil }
        return line.split(separator: " ").last.map(String.init)
    }
}
