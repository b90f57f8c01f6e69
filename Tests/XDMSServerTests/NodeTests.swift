import ServiceSettings
import Testing
import WebTestKit
import XMLDocuments

@Suite struct NodeTests {
    private typealias Server = XDMSServerUnderTest
    private let element = ["Content-Type: application/xcap-el+xml"]
    private let attribute = ["Content-Type: application/xcap-att+xml"]
    private let diversion = "simservs/communication-diversion"

    private func rule(_ id: String, _ target: String = "tel:+15551234567") -> String {
        """
        <cp:rule id="\(id)"><cp:conditions><busy/></cp:conditions><cp:actions><forward-to>\
        <target>\(target)</target></forward-to></cp:actions></cp:rule>
        """
    }

    @Test func `Elements and attributes are read by themselves`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let tag = try await server.ask("GET").header("ETag")
            let timer = try await server.ask("GET", Server.node("\(diversion)/NoReplyTimer"))
            #expect(timer.status == 200 && timer.header("ETag") == tag)
            #expect(timer.header("Content-Type") == "application/xcap-el+xml")
            let alone = try XMLDocument(Array(timer.answerBody.utf8))
            #expect(alone.root.name == XMLName("NoReplyTimer", in: Simservs.namespace))
            #expect(alone.root.text == "30")
            let active = try await server.ask("GET", Server.node("\(diversion)/@active"))
            #expect(active.answerBody == "true")
            #expect(active.header("Content-Type") == "application/xcap-att+xml")
            let spaces = try await server.ask(
                "GET", Server.node("\(diversion)/cp:ruleset/namespace::*", query: Server.policy))
            #expect(spaces.answerBody.hasPrefix("<cp:ruleset "))
            #expect(spaces.answerBody.contains("xmlns:cp=\"\(Simservs.policyNamespace)\""))
            #expect(spaces.answerBody.contains("xmlns=\"\(Simservs.namespace)\""))
            for (selector, query) in [
                ("simservs/*[3]/NoReplyTimer", ""), ("*/*[@active=\"true\"][2]", ""),
                ("s:simservs/s:communication-diversion", "xmlns(s=\(Simservs.namespace))"),
                ("simservs/incoming-communication-barring/p:ruleset/p:rule[1][@id=\"rule0\"]",
                    "xmlns(p=urn:ietf:params:xml:ns:common-policy)"),
            ] {
                let status = try await server.ask("GET", Server.node(selector, query: query)).status
                #expect(status == (selector.hasSuffix("[2]") ? 400 : 200), "\(selector)")
            }
        }
    }

    @Test(
        "A selector that names nothing, or several nodes, gets 404; one that cannot be read 400",
        arguments: [
            ("simservs/nothing", 404), ("nothing", 404), ("simservs/*", 404),
            ("simservs/*[99]", 404), ("simservs/*[@active=\"true\"]", 404),
            ("simservs/communication-diversion/@nothing", 404),
            ("simservs/@active", 404), ("simservs/*[3][@active=\"no\"]", 404),
            ("simservs/x:y", 400), ("", 404), ("simservs//a", 400), ("simservs/*[0]", 400),
            ("simservs/*[x]", 400), ("simservs/a[@b=c]", 400), ("simservs/a[@b=\"c]", 400),
            ("simservs/text()", 400), ("simservs/..", 400), ("simservs/a or true()", 400),
            ("simservs/*[@active=\"&bad;\"]", 400), ("@active", 400), ("simservs/a[1]b", 400),
            ("simservs/*[99999999999999999999]", 400), ("simservs/@xmlns", 400),
        ])
    func missing(selector: String, status: Int) async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let path = Server.node(selector.replacing(" ", with: "%20"))
            #expect(try await server.ask("GET", path).status == status)
        }
    }

    @Test func `An element is inserted once and replaced after that`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let path = Server.node(
                "\(diversion)/cp:ruleset/cp:rule[@id=\"cfb\"]", query: Server.policy)
            let made = try await server.ask("PUT", path, rule("cfb"), more: element)
            #expect(made.status == 201)
            let tag = made.header("ETag")
            #expect(try await server.ask("GET").header("ETag") == tag)
            let again = try await server.ask("PUT", path, rule("cfb", "sip:b@c.d"), more: element)
            #expect(again.status == 200 && again.header("ETag") != tag)
            let document = try await server.ask("GET").answerBody
            #expect(document.contains("sip:b@c.d") && !document.contains("+15551234567"))
            let services = try TelephonyServices(document: Array(document.utf8))
            #expect(services.diversion.diversions[.busy]?.target.uri == "sip:b@c.d")
            #expect(try await server.ask("DELETE", path).status == 200)
            #expect(try await server.ask("DELETE", path).status == 404)
        }
    }

    @Test func `An element finds the place where the document is valid with it`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let base = "\(diversion)/cp:ruleset/cp:rule"
            let first = Server.node("\(base)[1]", query: Server.policy)
            #expect(try await server.ask("PUT", first, rule("a"), more: element).status == 201)
            let second = Server.node("\(base)[2]", query: Server.policy)
            #expect(try await server.ask("PUT", second, rule("c"), more: element).status == 201)
            let between = Server.node("\(base)[2][@id=\"b\"]", query: Server.policy)
            #expect(try await server.ask("PUT", between, rule("b"), more: element).status == 201)
            let far = Server.node("\(base)[9]", query: Server.policy)
            let refused = try await server.ask("PUT", far, rule("z"), more: element)
            #expect(refused.status == 409 && refused.answerBody.contains("<cannot-insert "))
            let document = try XMLDocument(Array(try await server.ask("GET").answerBody.utf8))
            let policy = { XMLName($0, in: Simservs.policyNamespace) }
            let service = XMLName("communication-diversion", in: Simservs.namespace)
            let ruleset = document.root.child(service)?.child(policy("ruleset"))
            let rules = ruleset?.children(policy("rule")) ?? []
            #expect(rules.map { $0.attribute(XMLName("id")) } == ["a", "b", "c"])
            // Conditions stand before actions, though they come later here.
            let conditions = Server.node(
                "\(base)[@id=\"a\"]/cp:conditions", query: Server.policy)
            #expect(try await server.ask("DELETE", conditions).status == 200)
            let put = try await server.ask(
                "PUT", conditions, "<cp:conditions><no-answer/></cp:conditions>", more: element)
            #expect(put.status == 201)
        }
    }

    @Test func `An attribute is put, changed and removed`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let path = Server.node("\(diversion)/@active")
            #expect(try await server.ask("PUT", path, "false", more: attribute).status == 200)
            #expect(try await server.ask("GET", path).answerBody == "false")
            #expect(try await server.ask("DELETE", path).status == 200)
            #expect(try await server.ask("GET", path).status == 404)
            #expect(try await server.ask("PUT", path, "true", more: attribute).status == 201)
            let wrong = try await server.ask("PUT", path, "perhaps", more: attribute)
            #expect(wrong.status == 409)
            #expect(wrong.answerBody.contains("<schema-validation-error "))
            let markup = try await server.ask("PUT", path, "<true/>", more: attribute)
            #expect(markup.answerBody.contains("<not-xml-att-value "))
            #expect(try await server.ask("GET", path).answerBody == "true")
        }
    }

    @Test(
        "A change against the rules is refused with the element that names the rule",
        arguments: [
            ("simservs/nothing/here", "<here/>", "no-parent"),
            ("simservs/communication-waiting", "<communication-waiting>", "not-xml-frag"),
            ("simservs/communication-waiting", "text", "not-xml-frag"),
            (
                "simservs/communication-waiting",
                "<communication-waiting/><communication-waiting/>", "not-xml-frag"
            ),
            ("simservs/communication-waiting", "<p:communication-waiting/>", "not-xml-frag"),
            ("simservs/communication-waiting", "<communication-diversion/>", "cannot-insert"),
            (
                "simservs/communication-waiting[@active=\"true\"]",
                "<communication-waiting active=\"false\"/>", "cannot-insert"
            ),
            ("simservs/unheard-of", "<unheard-of/>", "schema-validation-error"),
            (
                "simservs/communication-diversion/NoReplyTimer", "<NoReplyTimer>500</NoReplyTimer>",
                "schema-validation-error"
            ),
            ("nothing", "<nothing/>", "cannot-insert"),
            ("simservs", "<simservs/>", "cannot-insert"),
            (
                "simservs/communication-waiting",
                "<communication-waiting>&x;</communication-waiting>", "not-xml-frag"
            ),
            (
                "simservs/communication-waiting",
                "<!DOCTYPE a><communication-waiting/>", "not-xml-frag"
            ),
        ])
    func refused(selector: String, body: String, reason: String) async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let before = try await server.ask("GET")
            let answer = try await server.ask("PUT", Server.node(selector), body, more: element)
            #expect(answer.status == 409)
            #expect(answer.answerBody.contains("<\(reason) "), "\(answer.answerBody)")
            let after = try await server.ask("GET")
            #expect(after.answerBody == before.answerBody)
            #expect(after.header("ETag") == before.header("ETag"))
        }
    }

    @Test func `Removing by position is refused where the next one would move up`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let answer = try await server.ask("DELETE", Server.node("simservs/*[1]"))
            #expect(answer.status == 409 && answer.answerBody.contains("<cannot-delete "))
            let root = try await server.ask("DELETE", Server.node("simservs"))
            #expect(root.status == 409 && root.answerBody.contains("<cannot-delete "))
            #expect(try await server.ask("DELETE", Server.node("simservs/*[5]")).status == 200)
        }
    }

    @Test func `Conditions mean the document's tag, and for a star the node itself`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let tag = try #require(try await server.ask("GET").header("ETag"))
            let waiting = Server.node("simservs/communication-waiting")
            let put = { (condition: String) async throws -> Int in
                try await server.ask(
                    "PUT", waiting, "<communication-waiting/>", more: element + [condition]
                ).status
            }
            #expect(try await put("If-Match: *") == 412)
            #expect(try await put("If-Match: \"x\"") == 412)
            #expect(try await put("If-Match: \(tag)") == 201)
            #expect(try await put("If-None-Match: *") == 412)
            #expect(try await put("If-Match: \(tag)") == 412)
            let now = try #require(try await server.ask("GET", waiting).header("ETag"))
            let get = try await server.ask("GET", waiting, more: ["If-None-Match: \(now)"])
            #expect(get.status == 304)
            let stale = try await server.ask("DELETE", waiting, more: ["If-Match: \(tag)"])
            #expect(stale.status == 412)
        }
    }

    @Test func `Wrong types, wrong methods and missing documents are told apart`() async throws {
        try await withXDMS { server in
            let waiting = Server.node("simservs/communication-waiting")
            let early = try await server.ask(
                "PUT", waiting, "<communication-waiting/>", more: element)
            #expect(early.status == 409 && early.answerBody.contains("<no-parent "))
            #expect(try await server.ask("GET", waiting).status == 404)
            #expect(try await server.ask("DELETE", waiting).status == 404)
            try await server.putDefault()
            let typed = try await server.ask(
                "PUT", waiting, "<communication-waiting/>", more: ["Content-Type: text/xml"])
            #expect(typed.status == 415)
            let spaces = Server.node("simservs/namespace::*")
            #expect(try await server.ask("PUT", spaces, "<a/>", more: element).status == 405)
            #expect(try await server.ask("DELETE", spaces).status == 405)
        }
    }

    @Test func `Whatever is put at whatever node, the document stays valid`() async throws {
        let selectors = [
            "simservs", "simservs/communication-waiting", "\(diversion)/@active", diversion,
            "\(diversion)/NoReplyTimer", "\(diversion)/cp:ruleset/cp:rule[@id=\"a\"]",
            "\(diversion)/cp:ruleset/cp:rule[1]", "simservs/*[2]/*", "simservs/*[7]",
            "\(diversion)/cp:ruleset/cp:rule[1]/cp:conditions/*[1]", "\(diversion)/*[@x=\"1\"]",
        ]
        let contents = [
            rule("a"), rule("b", ""), "<communication-waiting active=\"1\"/>", "true", "<busy/>",
            "<NoReplyTimer>60</NoReplyTimer>", "<communication-diversion/>", "<cp:ruleset/>",
            "<x xmlns=\"urn:x\">&amp;</x>", "<cp:rule id=\"a\" xmlns:cp=\"urn:y\"/>",
        ]
        try await withXDMS { server in
            try await server.putDefault()
            var random = SystemRandomNumberGenerator()
            for _ in 0..<300 {
                let selector = selectors.randomElement(using: &random)!
                var content = Array(contents.randomElement(using: &random)!.utf8)
                if Bool.random(using: &random) {
                    let place = Int.random(in: content.indices, using: &random)
                    content[place] = UInt8.random(in: 0x20...0x7E, using: &random)
                }
                let path = Server.node(selector, query: Server.policy)
                let answer =
                    Bool.random(using: &random)
                    ? try await server.ask("DELETE", path)
                    : try await server.ask("PUT", path, String(decoding: content, as: UTF8.self))
                #expect([200, 201, 404, 409].contains(answer.status), "\(selector): \(answer)")
                let stored = try await server.ask("GET")
                let body = Array(stored.answerBody.utf8)
                _ = try Simservs.read(body)
            }
        }
    }
}
