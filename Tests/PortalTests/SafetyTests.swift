import Testing
import WebTestKit

@Suite("Every page")
struct SafetyTests {
    @Test(
        "writes what persons wrote as text",
        arguments: [
            "<script>alert(1)</script>", "\"\u{301} autofocus onfocus=alert(1) x=\"",
            "'\u{300}><img src=x>", "{{formToken}} {{{domain}}}", "&amp;",
        ])
    func encoded(_ name: String) async throws {
        try await withPortal { portal in
            let ann = try await portal.person("ann@example.com", name: name)
            let (path, _) = try await ann.addLine()
            _ = try await ann.submit(path + "/listed", ["listed": "yes"], from: path)
            // As a browser escapes it: by scalars, whatever accents follow them.
            let text = name.unicodeScalars.map { scalar in
                switch scalar {
                case "<": "&lt;"
                case ">": "&gt;"
                case "&": "&amp;"
                case "\"": "&quot;"
                case "'": "&#39;"
                case _: String(scalar)
                }
            }.joined()
            for page in ["/account", "/address-book"] {
                let answer = try await ann.get(page)
                #expect(Array(answer.utf8).contains(text), "\(page)")
                #expect(name == "&amp;" || !Array(answer.utf8).contains(name) || name == text)
            }
        }
    }

    @Test("comes with a strict policy, and is not kept")
    func headers() async throws {
        try await withPortal { portal in
            let page = try await portal.visitor().get("/login")
            let policy = page.header("Content-Security-Policy") ?? ""
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(page.header("Cache-Control") == "no-store")
            #expect(!page.contains("style=") && !page.contains("onclick"))
            for start in ["rel=\"stylesheet\" href=\"", "type=\"module\" src=\""] {
                let path = try #require(page.between(start, "\""))
                let asset = try await portal.visitor().get(path)
                #expect(asset.status == 200)
                #expect(asset.header("Cache-Control") == "public, max-age=31536000, immutable")
            }
        }
    }

    @Test("takes no form without the token that it gave")
    func tokens() async throws {
        try await withPortal { portal in
            let ann = try await portal.person("ann@example.com")
            let (path, _) = try await ann.addLine()
            let stranger = portal.visitor()
            _ = try await stranger.get("/login")
            for token in ["", "00", stranger.cookieField] {
                #expect(try await ann.post(path + "/remove", ["form": token]).status == 403)
                #expect(try await stranger.post("/login", ["form": token]).status == 403)
            }
            #expect(try await ann.get(path).status == 200)
        }
    }

    @Test("sends whoever is not logged in to the door, and from there to where they were going")
    func door() async throws {
        try await withPortal { portal in
            _ = try await portal.person("ann@example.com")
            let ann = portal.visitor()
            let sent = try #require(try await ann.get("/account").header("Location"))
            #expect(sent == "/login?next=%2Faccount")
            #expect(try await ann.get("/lines/x/phones", headers: ["X-Part: 1"]).status == 401)
            let logIn = ["email": "ann@example.com", "password": "open sesame"]
            for (next, place) in [
                ("/account", "/account"), ("//evil.example", "/lines"),
                ("https://evil.example/", "/lines"), ("/\\evil.example", "/lines"),
            ] {
                let answer = try await portal.visitor().submit(
                    "/login", logIn.merging(["next": next]) { $1 })
                #expect(answer.header("Location") == place)
                #expect(answer.header("Set-Cookie")?.contains("HttpOnly; SameSite=Lax") == true)
            }
        }
    }

    @Test("answers a browser with a page and a program with JSON where there is nothing")
    func nothingHere() async throws {
        try await withPortal { portal in
            let page = try await portal.visitor().get("/no/such/page")
            #expect(page.status == 404 && page.contains("<h1>There is nothing here</h1>"))
            let answer = try await portal.visitor().get("/no/such/page", headers: [])
            #expect(answer.status == 404 && !answer.contains("<html"))
        }
    }

    @Test("keeps the operator's pages from others")
    func operators() async throws {
        try await withPortal { portal in
            let ann = try await portal.person("ann@example.com")
            #expect(try await !ann.get("/lines").contains("/operator"))
            for page in [
                "", "/numbers", "/numbers/remove", "/accounts", "/accounts/add",
                "/accounts/ann@example.com", "/accounts/ann@example.com/remove",
                "/accounts/nobody@example.com", "/trunks", "/trunks/add", "/trunks/x/remove",
                "/configuration", "/audit", "/calls", "/calls/events", "/calls/x", "/calls/x/pcap",
                "/calls/x/bundle", "/refused", "/refused/192.0.2.9/allow", "/doctor",
                "/doctor?number=650", "/trunk-test", "/trunk-test/7",
            ] {
                #expect(try await ann.get("/operator" + page).status == 403, "\(page)")
                let stranger = try await portal.visitor().get("/operator" + page)
                #expect(stranger.header("Location")?.hasPrefix("/login") == true, "\(page)")
            }
            for form in [
                "/numbers", "/numbers/remove", "/accounts/add", "/accounts/ann@example.com/link",
                "/accounts/ann@example.com/expires", "/accounts/ann@example.com/remove",
                "/trunks/add", "/trunks/check", "/trunks/x/remove", "/calls/x/bodies",
                "/calls/x/pcap", "/refused/192.0.2.9/allow", "/refused/192.0.2.9/silence",
                "/doctor", "/trunk-test",
            ] {
                let answer = try await ann.submit("/operator" + form, [:], from: "/account")
                #expect(answer.status == 403, "\(form)")
            }
            #expect(try await ann.get("/account").status == 200)
        }
    }
}

extension [UInt8] {
    /// By octets: `String` finds no quotation mark that has an accent.
    fileprivate func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return indices.contains { self[$0...].starts(with: wanted) }
    }
}
