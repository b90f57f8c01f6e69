package import NodeConfiguration
import NodeControl
import UnixSignals

extension Node {
    /// Runs a node until somebody asks it to stop: SIGTERM and SIGINT drain it, SIGHUP reads the
    /// configuration again.
    ///
    /// - Parameter announce: told what the operator has to read once, such as a one-time password;
    ///   never a log. Without it no administrator is made, whose password nobody would know.
    /// - Throws: `NodeError`, `StorageError` or `BindError` where it cannot run.
    package static func serve(
        configuration directory: ConfigurationDirectory, dataDirectory: String,
        announce: (@Sendable (String) -> Void)? = nil
    ) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        // All that this process needs descriptors for is opened before strangers can take them: the
        // runtime's timer here, the store and the control socket below.
        try? await Task.sleep(for: .milliseconds(1))
        let node = try await Node.start(configuration: directory, dataDirectory: dataDirectory)
        let control = try ControlServer(directory: dataDirectory) { await node.answer($0) }
        do {
            try await node.listen()
            if let announce, let first = try await node.firstAdministrator() {
                announce(
                    """
                    The portal has an administrator now:
                      log in as          \(first.email)
                      one-time password  \(first.password)
                    It is shown this once and has to be changed at the first log-in.
                    """)
            }
        } catch {
            control.close()
            throw error
        }
        let watch = Task { await node.watchConfiguration() }
        let names = Task { await node.watchTrustedNames() }
        let transports = Task { await node.watchTransports() }
        let trunks = Task { await node.watchTrunks() }
        let accounts = Task { await node.watchAccounts() }
        let refusals = Task { await node.watchRefusals() }
        let collector = Task { await node.feedCollector() }
        for await signal in signals {
            if signal == .sighup {
                await node.reload()
            } else {
                break
            }
        }
        watch.cancel()
        names.cancel()
        transports.cancel()
        trunks.cancel()
        accounts.cancel()
        refusals.cancel()
        // A second signal while draining ends the wait.
        let impatience = Task {
            for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint)
            where signal != .sighup { return }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await node.drain() }
            group.addTask { await impatience.value }
            await group.next()
            impatience.cancel()
            group.cancelAll()
        }
        collector.cancel()
        await collector.value
        control.close()
        try await node.stop()
    }
}
