import Testing
import Troubleshooting
import WebTestKit

@Suite("The page of refused peers")
struct RefusedPeerPageTests {
    @Test func `says who was refused, why, and what comes near`() async throws {
        try await withPortal { portal in
            portal.desks.state.withLock {
                $0.peers = [.sample("2001:db8::7"), .sample("192.0.2.9", canBeAllowed: false)]
            }
            let admin = try await portal.administrator()
            let page = try await admin.get("/operator/refused")
            #expect(page.contains("It is on no trunk.") && page.contains("12 times"))
            #expect(page.contains("In the same network as 81.201.83.46 of the preset voxbone."))
            #expect(page.contains("href=\"/operator/refused/2001:db8::7/allow\""))
            #expect(!page.contains("href=\"/operator/refused/192.0.2.9/allow\""))
            #expect(page.contains("INVITE sip:15551000000@example.com"))
        }
    }

    @Test func `allows a source on the trunk that was chosen, and nothing by itself`()
        async throws
    {
        try await withPortal { portal in
            portal.desks.state.withLock { $0.peers = [.sample("2001:db8::7")] }
            let admin = try await portal.administrator()
            let path = "/operator/refused/2001%3Adb8%3A%3A7/allow"
            #expect(try await admin.get(path).contains("Allow 2001:db8::7?"))
            #expect(try await admin.post(path, ["trunk": "", "name": "a"]).status == 403)
            let none = try await admin.submit(path, ["name": "carrier"])
            #expect(none.status == 422 && none.contains("Choose the trunk"))
            #expect(portal.desks.state.withLock { $0.allowed.isEmpty })
            let answer = try await admin.submit(path, ["trunk": "", "name": "carrier"])
            #expect(answer.header("Location") == "/operator/refused?done=peer-allowed")
            #expect(
                portal.desks.state.withLock { $0.allowed }
                    == ["2001:db8::7 on carrier by admin@example.com"])
        }
    }

    @Test func `silences a source, and lists it again`() async throws {
        try await withPortal { portal in
            portal.desks.state.withLock { $0.peers = [.sample()] }
            let admin = try await portal.administrator()
            let path = "/operator/refused/81.201.83.45/silence"
            _ = try await admin.submit(path, ["silence": "yes"], from: "/operator/refused")
            let page = try await admin.get("/operator/refused")
            #expect(page.contains("Silenced") && !page.contains("/allow\""))
            _ = try await admin.submit(path, [:], from: "/operator/refused")
            #expect(portal.desks.state.withLock { $0.peers[0].isSilenced } == false)
        }
    }
}

@Suite("The doctor's page")
struct DoctorPageTests {
    @Test func `asks nothing before the form was sent`() async throws {
        try await withPortal { portal in
            let admin = try await portal.administrator()
            #expect(try await admin.get("/operator/doctor").contains("Examine"))
            #expect(portal.desks.state.withLock { $0.examined.isEmpty })
        }
    }

    @Test func `shows each check with its verdict, its evidence and its remedy`() async throws {
        try await withPortal { portal in
            portal.desks.state.withLock {
                $0.report.checks = [
                    DoctorCheck(
                        code: "domain_resolves_here", part: .arrived,
                        title: "The domain leads to this node", verdict: .passed,
                        evidence: ["example.com is 192.0.2.5."]),
                    DoctorCheck(
                        code: "phone_registered", part: .onNet, title: "A phone is registered",
                        verdict: .failed, evidence: ["The last one expired at 12:00."],
                        remedy: "Register a phone."),
                ]
            }
            let admin = try await portal.administrator()
            let page = try await admin.get("/operator/doctor?number=6505550000")
            #expect(page.contains("To be mended first: A phone is registered"))
            #expect(page.contains("1. Does it arrive?") && page.contains("3. Does it ring?"))
            #expect(!page.contains("2. Is its sender trusted?"))
            #expect(page.contains("Passed") && page.contains("Failed"))
            #expect(page.contains("example.com is 192.0.2.5."))
            #expect(page.contains("<strong>Remedy:</strong> Register a phone."))
            #expect(portal.desks.state.withLock { $0.examined } == ["6505550000"])
        }
    }

    @Test func `places a test call by its button alone`() async throws {
        try await withPortal { portal in
            let admin = try await portal.administrator()
            _ = try await admin.get("/operator/doctor?number=650&placesTestCall=true")
            let page = "/operator/doctor?number=650"
            _ = try await admin.submit("/operator/doctor", ["number": "650"], from: page)
            #expect(
                portal.desks.state.withLock { $0.examined } == ["650", "650", "650 with a call"])
        }
    }

    @Test func `says beside the field what is wrong with a number`() async throws {
        try await withPortal { portal in
            let admin = try await portal.administrator()
            let page = try await admin.get("/operator/doctor?number=%3F")
            #expect(page.status == 422 && page.contains("id=\"number-error\""))
        }
    }
}

@Suite("The page of the trunk test")
struct TrunkTestPageTests {
    @Test func `plays what the form says`() async throws {
        try await withPortal { portal in
            let admin = try await portal.administrator()
            let answer = try await admin.submit(
                "/operator/trunk-test",
                [
                    "trunk": "voxbone", "number": "6505550000", "play": "both", "sms": "Hi",
                    "caller": "", "untrusted": "yes", "tcp": "yes", "manner": "earlyMedia",
                ])
            #expect(answer.header("Location") == "/operator/trunk-test/7")
            let order = TrunkTestOrder(
                trunk: "voxbone", number: "6505550000", playsCall: true, sms: "Hi",
                isUntrusted: true, manner: .earlyMedia, usesBuiltInPhone: true, overTCP: true)
            #expect(portal.desks.state.withLock { $0.orders } == [order])
        }
    }

    @Test func `shows the steps as they come, and the ladders`() async throws {
        try await withPortal { portal in
            portal.desks.state.withLock {
                $0.traces = [CallOfTheTest.answered]
                $0.testReport = TrunkTestReport(
                    steps: [
                        .init(isAsExpected: true, sentence: "The phone rang."),
                        .init(
                            isAsExpected: false, sentence: "The SMS was answered 404.",
                            remedy: "add the number"),
                    ], calls: ["00112233aabbccdd", "forgotten"])
            }
            let admin = try await portal.administrator()
            let path = "/operator/trunk-test/7"
            let playing = try await admin.get(path)
            #expect(playing.contains("It is being played") && playing.contains("data-live="))
            #expect(playing.contains("http-equiv=\"refresh\""))
            portal.desks.state.withLock { $0.isTestOver = true }
            let part = try await admin.get(path, headers: ["X-Part: 1"])
            #expect(!part.contains("<html") && part.contains("The phone rang."))
            #expect(part.contains("<strong>The SMS was answered 404.</strong>"))
            #expect(part.contains("add the number"))
            #expect(part.contains("href=\"/operator/calls/00112233aabbccdd#message-1\""))
            let page = try await admin.get(path)
            #expect(!page.contains("data-live=") && !page.contains("http-equiv"))
            #expect(try await admin.get("/operator/trunk-test/8").status == 404)
        }
    }

    @Test func `plays nothing while something is missing`() async throws {
        try await withPortal { portal in
            let admin = try await portal.administrator()
            let page = try await admin.submit(
                "/operator/trunk-test", ["play": "sms", "sms": " ", "number": ""])
            #expect(page.status == 422 && page.contains("Choose whose calls"))
            #expect(page.contains("Write the number") && page.contains("Write the text"))
            #expect(portal.desks.state.withLock { $0.orders.isEmpty })
        }
    }
}
