package import NodeConfiguration
import NodeControl
import UnixSignals

extension Node {
    /// Runs a node until somebody asks it to stop: SIGTERM and SIGINT drain it, SIGHUP reads the
    /// configuration again.
    ///
    /// - Throws: `NodeError`, `StorageError` or `BindError` where it cannot run.
    package static func serve(
        configuration directory: ConfigurationDirectory, dataDirectory: String
    ) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        let node = try await Node.start(configuration: directory, dataDirectory: dataDirectory)
        let watch = Task { await node.watchConfiguration() }
        let names = Task { await node.watchTrustedNames() }
        let transports = Task { await node.watchTransports() }
        let control = try ControlServer(directory: dataDirectory) { await node.answer($0) }
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
        control.close()
        try await node.stop()
    }
}
