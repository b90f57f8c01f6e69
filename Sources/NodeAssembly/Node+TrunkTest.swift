import Foundation
import NetworkAddresses
import NodeConfiguration
package import Provisioning
import Rehearsal
import SIPTransports
import Subscribers
package import Troubleshooting

/// Providers that are played: a thread of this process, sockets of this machine, and the engine's
/// knowledge of them in memory alone.
extension Node: TrunkTestDesk {
    package func play(_ order: TrunkTestOrder) async throws(ProvisioningError) -> TrunkTestReport {
        await (try await start(order, isWatched: false)).report()
    }

    /// Begins it, for whoever wants to see the steps as they come and asks again every second.
    package func begin(
        _ order: TrunkTestOrder
    ) async throws(ProvisioningError) -> TrunkTestProgress {
        try await start(order, isWatched: true).progress()
    }

    /// - Returns: nil for a number that is not known (any more).
    package func progress(_ number: Int) -> TrunkTestProgress? {
        trunkTests.runs[number]?.progress()
    }

    /// Calls a number and sends it an SMS on-net, from a played subscriber to a built-in phone in
    /// the place of its own.
    package func placeTestCall(
        to number: String
    ) async throws(ProvisioningError) -> TrunkTestReport {
        let order = try TrunkTestOrder(
            trunk: "", number: number, sms: "A test message on-net.", usesBuiltInPhone: true
        ).checked()
        var dialect = TrunkDialect()
        dialect.assertsIdentity = false
        dialect.pings = false
        dialect.fromHost = settings.homeDomain
        dialect.exampleCaller = PlayedRole.subscriberName
        let plan = try plan(order, dialect)
        let run = try await start(
            plan, Introduction(who: "Another subscriber"), as: .subscriber, isWatched: false)
        return await run.report()
    }

    // MARK: - Beginning

    private func start(
        _ order: TrunkTestOrder, isWatched: Bool
    ) async throws(ProvisioningError) -> TrunkTestRun {
        let order = try order.checked()
        let configured = settings.trunks.first { $0.name == order.trunk }
        let preset = preset(for: order.trunk, configured)
        guard configured != nil || preset != nil else {
            throw ProvisioningError(
                .notFound, "no trunk and no preset is called \(order.trunk)",
                remedy: "see: clearwater trunk list, and clearwater trunk presets")
        }
        let dialect = preset.map { TrunkDialect($0) } ?? TrunkDialect()
        let plan = try plan(order, dialect)
        var introduction = Introduction(
            who: order.isUntrusted ? "A stranger that speaks like \(order.trunk)" : order.trunk)
        if configured == nil, !order.isUntrusted {
            introduction.remedy =
                "\(order.trunk) itself is no trunk here yet; to take its calls:"
                + " clearwater trunk add --preset \(order.trunk)"
        }
        if order.sms != nil, preset?.dialect.messages == TrunkPreset.Dialect.Messages.none {
            introduction.caution =
                "\(order.trunk) brings SMS by other ways than SIP, as its preset says; one is"
                + " played all the same."
        }
        return try await start(
            plan, introduction, as: order.isUntrusted ? .stranger : .trunk(order.trunk),
            isWatched: isWatched)
    }

    /// By name, or by an address in common.
    private func preset(for name: String, _ configured: TrunkDefinition?) -> TrunkPreset? {
        let presets = directory.presets()
        if let preset = presets.named(name) { return preset }
        let peers = Set(configured?.entries.map(\.text) ?? [])
        return presets.presets.first { !peers.isDisjoint(with: $0.peers) }
    }

    private func plan(
        _ order: TrunkTestOrder, _ dialect: TrunkDialect
    ) throws(ProvisioningError) -> TrunkTestPlan {
        guard !isDraining, !trunkTests.isClosed else {
            throw ProvisioningError(.unavailable, "the node is about to stop and tests no more")
        }
        guard trunkTests.staged.count < TrunkTests.most else {
            throw ProvisioningError(
                .conflict, "\(TrunkTests.most) tests play already",
                remedy: "try again when one is over")
        }
        guard let node = settings.listener(over: order.overTCP ? .tcp : .udp) else {
            throw ProvisioningError(
                .unavailable, "the node listens nowhere", remedy: "see: clearwater status")
        }
        let address = try address(of: node.address.isV4, untrusted: order.isUntrusted)
        return TrunkTestPlan(
            order: order, dialect: dialect, node: node, overTCP: order.overTCP,
            domain: settings.homeDomain, address: address,
            hasBuiltInPhone: order.usesBuiltInPhone || order.isUntrusted
                || order.playsCall && order.manner.isOfFarEnd)
    }

    /// A loopback address of the node's family; for a stranger one that nobody trusts.
    private func address(of isV4: Bool, untrusted: Bool) throws(ProvisioningError) -> IPAddress {
        let table = trust.table
        for _ in 0..<20 {
            // One of 127.64.0.0/10, far from those that people use; of IPv6 there is but one.
            let address =
                isV4
                ? IPAddress(v4: 0x7F40_0000 | UInt32.random(in: 1..<0x40_0000) | 1) : .loopbackV6
            if !untrusted || table.match(address) == nil { return address }
        }
        throw ProvisioningError(
            .conflict, "the node trusts \(isV4 ? "127.0.0.0/8" : "::1"), so nobody on this machine"
                + " is a stranger to it",
            remedy: "see: clearwater trunk list")
    }

    private func start(
        _ plan: TrunkTestPlan, _ introduction: Introduction, as role: PlayedRole,
        isWatched: Bool
    ) async throws(ProvisioningError) -> TrunkTestRun {
        guard let key = SubscriberKey(plan.order.number) else {
            throw ProvisioningError(.invalid, "the number to call is empty")
        }
        let rings = plan.hasBuiltInPhone ? nil : key
        if let rings, trunkTests.isRinging(rings) {
            throw ProvisioningError(
                .conflict, "another test rings \(plan.order.number) already",
                remedy: "try again when it is over")
        }
        let run = TrunkTestRun(number: trunkTests.nextNumber(), isWatched: isWatched)
        let test: TrunkTest
        do {
            test = try TrunkTest(
                plan, tell: { run.tell($0) }, isCancelled: { run.isAbandoned })
        } catch {
            throw ProvisioningError(.unavailable, error.description)
        }
        for step in steps(of: plan, introduction, source: test.source) { run.tell(step) }
        trunkTests.begin(
            run,
            TrunkTests.Staged(
                source: test.source, trunk: role.entry(at: test.source),
                party: party(of: test, plan, as: role), rings: rings))
        await bringOnStage()
        logger.notice(
            "test: \(introduction.who) is played",
            metadata: ["source": "\(test.source)", "called": "\(plan.order.number)"])
        perform(Performance(test), run)
        return run
    }

    /// On a thread of its own, for it blocks; bounded by `TrunkTest.longest`.
    private func perform(_ performance: Performance, _ run: TrunkTestRun) {
        Thread.detachNewThread { [self] in
            let calls = performance.play()
            Task { await self.endTest(run, calls) }
        }
    }

    private func endTest(_ run: TrunkTestRun, _ calls: [String]) async {
        trunkTests.end(run.number)
        if !trunkTests.isClosed { await bringOnStage() }
        run.end(calls: calls)
    }

    /// Has the engine know who plays; it does when this returns.
    private func bringOnStage() async {
        takeOverSettings()
        // Behind what was posted: the loop does one after the other.
        try? await group.next().submit {}.get()
    }
}

/// A test on its way to the thread that plays it.
///
/// Safe to send: whoever made it lets go of it before the thread begins.
private final class Performance: @unchecked Sendable {
    private let test: TrunkTest

    init(_ test: TrunkTest) { self.test = test }

    func play() -> [String] {
        test.play()
        return test.callIDs
    }
}
