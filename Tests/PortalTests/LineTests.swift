import Provisioning
import ServiceSettings
import Testing
import WebTestKit

@Suite("The pages of a line")
struct LineTests {
    @Test("show its password once, and never in an address")
    func shownOnce() async throws {
        try await withPortal { portal in
            let ann = try await portal.person("ann@example.com")
            let (path, page) = try await ann.addLine()
            let password = try #require(page.between("id=\"line-password\">", "<"))
            #expect(!path.contains(password))
            #expect(page.contains("Your line is ready"))
            let again = try await ann.get(path)
            #expect(again.status == 200 && !again.contains(password))
        }
    }

    @Test("are not there for anybody else")
    func ownLinesOnly() async throws {
        try await withPortal { portal in
            let ann = try await portal.person("ann@example.com")
            let (path, _) = try await ann.addLine()
            let bob = try await portal.person("bob@example.com")
            for page in ["", "/services", "/remove", "/phones"] {
                #expect(try await bob.get(path + page).status == 404)
            }
            for form in ["/password", "/listed", "/remove", "/services", "/phones/remove"] {
                let answer = try await bob.submit(path + form, [:], from: "/account")
                #expect(answer.status == 404, "\(form)")
            }
            #expect(try await ann.get(path).status == 200)
        }
    }

    @Test("hand a phone its settings by the code, until the password is another")
    func phoneSetup() async throws {
        try await withPortal { portal in
            let ann = try await portal.person("ann@example.com")
            let (path, page) = try await ann.addLine()
            let password = try #require(page.between("id=\"line-password\">", "<"))
            let setup = try #require(page.between("data-copy=\"http://localhost", "\""))
            let linphone = try await portal.visitor().get(
                setup, headers: ["User-Agent: Linphone/6.0", "Accept: */*"])
            #expect(linphone.header("Content-Type")?.hasPrefix("application/xml") == true)
            #expect(linphone.contains("<entry name=\"passwd\" overwrite=\"true\">\(password)</entry>"))
            let camera = try await portal.visitor().get(setup)
            #expect(camera.contains("id=\"line-password\">\(password)<"))
            _ = try await ann.submit(path + "/password", [:], from: path)
            #expect(try await portal.visitor().get(setup).status == 404)
        }
    }

    @Test("show its phones, and take one away")
    func phones() async throws {
        try await withPortal { portal in
            let ann = try await portal.person("ann@example.com")
            let (path, _) = try await ann.addLine()
            let empty = try await ann.get(path + "/phones", headers: ["X-Part: 1"])
            #expect(empty.contains("No phone yet") && !empty.contains("<html"))
            portal.phones.registered.withLock { $0 = [.sample] }
            let part = try await ann.get(path + "/phones", headers: ["X-Part: 1"])
            #expect(part.contains("sip:650@192.0.2.30:5062") && part.contains("&lt;b&gt;agent"))
            let answer = try await ann.submit(
                path + "/phones/remove", ["contact": RegisteredPhone.sample.contact], from: path)
            #expect(answer.header("Location") == path + "?done=phone-removed")
            #expect(portal.phones.registered.withLock { $0.isEmpty })
        }
    }

    @Test("keep its services as the standard document")
    func services() async throws {
        try await withPortal { portal in
            let ann = try await portal.person("ann@example.com")
            let (path, _) = try await ann.addLine()
            let form = try await ann.get(path + "/services")
            let tag = try #require(form.between("name=\"tag\" value=\"", "\""))
            let wanted = [
                "tag": tag, "divert-no-answer": "on", "target-no-answer": "+1 555 123 4567",
                "target-busy": "650 555 0001", "seconds": "25", "incoming": "anonymous",
                "outgoing": "none", "identity": "hidden",
            ]
            let saved = try await ann.submit(
                path + "/services", wanted, from: path + "/services")
            #expect(saved.header("Location") == path + "?done=services-saved")
            let name = ServiceDocumentName.simservs(of: "sip:6505550000@example.com")
            let document = try #require(try await portal.store.document(name))
            let services = try TelephonyServices(document: document.content)
            let noAnswer = services.diversion.diversions[.noAnswer]
            #expect(noAnswer?.target.uri == "tel:+15551234567" && noAnswer?.isActive == true)
            #expect(services.diversion.noReplySeconds == 25)
            #expect(services.diversion.diversions[.busy]?.isActive == false)
            #expect(services.incomingBarring.barred == .anonymous)
            #expect(services.callerIdentity.isRestrictedByDefault)

            let late = try await ann.submit(path + "/services", wanted, from: path + "/services")
            #expect(late.status == 409 && late.contains("The services were changed meanwhile"))
        }
    }
}

extension RegisteredPhone {
    static let sample = RegisteredPhone(
        contact: "sip:650@192.0.2.30:5062", transport: "UDP", source: "192.0.2.30:5062",
        since: .init(milliseconds: 0), expires: .init(milliseconds: 3_600_000),
        userAgent: "<b>agent", isReachable: true)
}
