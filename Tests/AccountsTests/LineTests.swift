import Accounts
import Provisioning
import Testing

struct LineTests {
    private func deployment() async throws -> Deployment {
        let deployment = try Deployment()
        try await deployment.signUp()
        try await deployment.signUp("bob@example.com")
        _ = try await deployment.store.addNumbers(
            from: "6505550000", count: 3, isPSTN: false, by: deployment.author(),
            now: deployment.clock.now.wall)
        return deployment
    }

    @Test func `a line of the pool comes with a password and the default services`() async throws {
        let deployment = try await deployment()
        let issued = try await deployment.desk.addLine(
            to: "alice@example.com", number: .fromPool(isPSTN: false), by: deployment.author())
        #expect(issued.line.publicIdentity == "sip:6505550000@example.com")
        #expect(issued.line.privateIdentity == "6505550000@example.com")
        #expect(issued.password?.count == 20)
        #expect(!issued.line.isListed)
        let simservs = try await deployment.store.document(
            .simservs(of: issued.line.publicIdentity))
        #expect(simservs?.content == Array("<simservs/>".utf8))
        #expect(try await deployment.desk.lines(of: "alice@example.com") == [issued.line])
    }

    @Test func `a line that shares a private identity has no password of its own`() async throws {
        let deployment = try await deployment()
        let first = try await deployment.desk.addLine(
            to: "alice@example.com", number: .fromPool(isPSTN: false), by: deployment.author())
        let second = try await deployment.desk.addLine(
            to: "alice@example.com", number: .fromPool(isPSTN: false),
            login: .shared(privateIdentity: first.line.privateIdentity), by: deployment.author())
        #expect(second.password == nil)
        #expect(second.line.privateIdentity == first.line.privateIdentity)
    }

    @Test func `nobody sees or changes the line of another account`() async throws {
        let deployment = try await deployment()
        let desk = deployment.desk
        let uri = try await desk.addLine(
            to: "alice@example.com", number: .fromPool(isPSTN: false), by: deployment.author()
        ).line.publicIdentity
        let bob = "bob@example.com"
        let author = deployment.author()
        await expectNotFound { _ = try await desk.line(uri, of: bob) }
        await expectNotFound { try await desk.removeLine(uri, of: bob, by: author) }
        await expectNotFound {
            _ = try await desk.resetPassword(ofLine: uri, of: bob, by: author)
        }
        await expectNotFound {
            try await desk.setListed(true, line: uri, of: bob, by: author)
        }
        #expect(try await desk.line(uri, of: "ALICE@example.com").isListed == false)
    }

    @Test func `a removed account gives its numbers back`() async throws {
        let deployment = try await deployment()
        let desk = deployment.desk
        _ = try await desk.addLine(
            to: "alice@example.com", number: .fromPool(isPSTN: false), by: deployment.author())
        try await desk.removeAccount("alice@example.com", by: deployment.author())
        let again = try await desk.addLine(
            to: "bob@example.com", number: .fromPool(isPSTN: false), by: deployment.author())
        #expect(again.line.user == "6505550000")
    }

    private func expectNotFound(_ work: () async throws -> Void) async {
        do {
            try await work()
            Issue.record("it was done")
        } catch {
            #expect((error as? ProvisioningError)?.kind == .notFound)
        }
    }
}
