import Accounts
import CallTraces
package import DNSResolver
import DecisionTrace
import Determinism
import Foundation
import IMSEngine
import Logging
import NIOCore
import NIOPosix
package import NodeConfiguration
import RefusedPeers
import SIPTransportNIO
import SIPTransports
import Storage

/// The running node: configuration, store, sockets and engine, wired together.
///
/// In order of its life: `start`, then whatever the operator changes, then `drain` and `stop`.
package actor Node {
    let directory: ConfigurationDirectory
    let log: NodeLog
    let logger: Logger
    let reporter: EventReporter
    let database: SubscriberDatabase
    let store: StoreErrands
    let telemetry: NodeTelemetry
    let names: NameErrands
    let removals = RemovalOrders()
    /// Beside the trace, for a collector.
    let homer = HomerTap()
    /// What the engine did lately.
    let traces: TraceRecorder
    let group: MultiThreadedEventLoopGroup
    let shard: NIOLoopBound<EngineShard>
    let transport: NIOLoopBound<TransportShell>
    let mailbox: EngineMailbox
    let startedAt = NodeClock.now()

    let live: LiveSettings

    /// The configuration in force.
    var settings: NodeSettings { didSet { live.replace(by: settings) } }
    var webServers: WebServers?
    /// For those who watch; open as long as the node is there.
    var watchDoor: WebServers?
    var isListening = false
    var accountDesk: AccountDesk?
    /// Where its options stand.
    var writtenOptions: [String: WrittenOption]
    /// Options that were changed since and wait for the next start.
    var waitingOptions: [String] = []
    /// Mistakes of the files as they are now; while there are any, the settings stay as they were.
    var mistakes: [String]
    /// Knows which state of the files was read last.
    var detector: ConfigurationChangeDetector
    /// Whom the configuration in force trusts.
    var trust: TrunkResolution
    var isDraining = false
    var demonstrations = 0
    var trunkTests = TrunkTests()
    /// What the DNS said last of the home domain.
    var reachLookup: ReachLookup?

    // MARK: - Starting

    /// Makes a node ready; nobody can reach it before `listen`.
    ///
    /// - Parameter dns: which name servers are asked; those of the system unless a test has its own.
    /// - Throws: `NodeError`, naming what is wrong, where, and what to do.
    package static func start(
        configuration directory: ConfigurationDirectory, dataDirectory: String,
        dns: DNSSettings = DNSSettings()
    ) async throws -> Node {
        let fingerprint = ConfigurationFingerprint.read(directory)
        let loaded = directory.load()
        guard let settings = loaded.settings else {
            throw NodeError(
                "the configuration cannot be used:\n  "
                    + loaded.mistakes.map(\.description).joined(separator: "\n  "),
                remedy: "'clearwater config check' shows the same list")
        }
        let log = try NodeLog(
            directory: settings.logDirectory, verbosity: settings.logVerbosity,
            format: settings.watching.logFormat)
        let logger = log.logger
        loaded.report.write(to: logger)
        let database = try SubscriberDatabase.open(directory: dataDirectory)
        let telemetry = try NodeTelemetry(settings.watching, logger: logger)
        let store = try StoreErrands(database, meter: telemetry.store, logger: logger)
        let node = try await Node(
            directory: directory, settings: settings, written: loaded.written,
            mistakes: loaded.mistakes.map(\.description), fingerprint: fingerprint, log: log,
            database: database, store: store, dns: dns, telemetry: telemetry)
        return node
    }

    private init(
        directory: ConfigurationDirectory, settings: NodeSettings,
        written: [String: WrittenOption], mistakes: [String], fingerprint: ConfigurationFingerprint,
        log: NodeLog, database: SubscriberDatabase, store: StoreErrands, dns: DNSSettings,
        telemetry: NodeTelemetry
    ) async throws {
        self.directory = directory
        self.settings = settings
        live = LiveSettings(settings)
        writtenOptions = written
        self.mistakes = mistakes
        detector = ConfigurationChangeDetector(loaded: fingerprint)
        self.log = log
        self.logger = log.logger
        self.database = database
        self.store = store
        self.telemetry = telemetry
        let reporter = EventReporter(
            logger: log.logger, telemetry: telemetry,
            refusals: RefusalLedger(directory: database.directory, logger: log.logger))
        self.reporter = reporter
        trust = TrunkResolution(trunks: settings.trunks)
        let names = try NameErrands(listeningAt: settings.localAddresses, settings: dns)
        self.names = names
        let removals = removals
        let traces = TraceRecorder(limit: settings.traceMemory)
        self.traces = traces
        let (homer, live) = (homer, live)
        let secrets = try EngineSecrets(database.secrets())
        let engineSettings = EngineSettings(settings, trunks: trust.table)
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        (transport, shard, mailbox) = try await loop.submit {
            let transport = TransportShell(eventLoop: loop)
            let engine = Engine(
                settings: engineSettings, secrets: secrets, seed: UInt64.random(in: .min ... .max))
            let shard = EngineShard(
                engine: engine, transport: transport,
                errands: EngineShard.Errands(
                    run: { effect, mailbox in
                        switch effect {
                        case .findServers(let query, for: let handle):
                            names.run(query, for: handle, mailbox)
                        case .contactsRemoved(let outcome, order: let number):
                            removals.finish(number, outcome)
                        case .findSubscriber, .storeBindings:
                            store.run(effect, mailbox)
                        case .transmit, .open, .close, .event:
                            break
                        }
                    },
                    report: { event in reporter.report(event) },
                    keepTrace: { log, now in
                        homer.take(log, at: now)
                        return live.current.tracesDecisions
                            ? traces.keep(log, at: now) : TraceLog()
                    }))
            return (
                NIOLoopBound(transport, eventLoop: loop), NIOLoopBound(shard, eventLoop: loop),
                shard.mailbox!
            )
        }.get()
    }

    /// Binds every listener; from here on the node is open to the world.
    ///
    /// - Throws: `NodeError` for one that cannot be bound; the node is stopped then.
    package func listen() async throws {
        await store.watchChanges(mailbox)
        // Who provisions by this process is answered when the engine has forgotten what changed.
        database.onProvisioned { [self] in await takeOverChanges() }
        do {
            try await openWatchDoor()
            // Before SIP: who is answered there takes the node for complete.
            try await openWebDoors()
        } catch {
            try? await stop()
            throw error
        }
        for listener in settings.advertisedListeners.map(\.listener) {
            let transport = transport
            do {
                _ = try await group.next().flatSubmit { transport.value.listen(on: listener) }.get()
            } catch let error as BindError {
                try? await stop()
                throw NodeError(
                    "cannot listen on \(listener.transport.uriName) \(listener.endpoint): \(error.reason)",
                    remedy: error.remedy)
            }
        }
        isListening = true
        let endpoints = settings.advertisedListeners.map {
            "\($0.listener.transport.uriName):\($0.listener.endpoint)"
        }
        logger.notice(
            "serving",
            metadata: [
                "domain": "\(settings.homeDomain)",
                "listeners": "\(endpoints.joined(separator: ","))",
                "trunks": "\(settings.trunks.map(\.name).joined(separator: ","))",
            ])
        await resolveTrustedNames()
    }

    // MARK: - Stopping

    /// Refuses new calls and waits for those in setup, at most this long.
    package func drain(atMost seconds: Int = 10) async {
        isDraining = true
        mailbox.post(.drain)
        // Said once it is so: inputs are taken in order, and this answer comes after that one.
        _ = try? await load()
        logger.notice("draining: new requests get 503, what is under way goes on")
        await closeWebDoors()
        for _ in 0..<seconds * 10 {
            try? await Task.sleep(for: .milliseconds(100))
            guard let load = try? await load(), !load.isQuiet else { return }
        }
    }

    package func stop() async throws {
        trunkTests.close()
        await closeWebDoors()
        saveRefusals()
        let transport = transport
        try await group.next().flatSubmit { transport.value.shutdown() }.get()
        await closeCallRecords()
        database.onProvisioned(nil)
        homer.replace(by: nil)
        removals.close()
        store.close()
        names.close()
        await closeWatchDoor()
        try await group.shutdownGracefully()
        try database.close()
        logger.notice("stopped")
    }

    // MARK: - Questions

    func load() async throws -> EngineLoad {
        let shard = shard
        return try await group.next().submit { shard.value.load }.get()
    }

    func counters() async throws -> TransportCounters {
        let shard = shard
        return try await group.next().submit { shard.value.counters }.get()
    }
}

extension EngineSecrets {
    init(_ secrets: Secrets) {
        var key = (UInt64(0), UInt64(0))
        for octet in secrets.flowTokenKey.prefix(8) { key.0 = key.0 << 8 | UInt64(octet) }
        for octet in secrets.flowTokenKey.dropFirst(8).prefix(8) {
            key.1 = key.1 << 8 | UInt64(octet)
        }
        self.init(flowTokens: KeyedHash.Key(k0: key.0, k1: key.1), nonces: secrets.nonceKey)
    }
}

extension ConfigurationReport {
    /// Every mistake and note, once.
    func write(to logger: Logger) {
        for mistake in mistakes { logger.error("configuration: \(mistake.description)") }
        for note in notes { logger.warning("configuration: \(note.description)") }
    }
}
