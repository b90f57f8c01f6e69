import ServiceSettings
import Testing
import XMLDocuments

@Suite struct TelephonyServicesTests {
    private let bob = DiversionTarget(uri: "sip:bob@example.com")!
    private let cell = DiversionTarget(uri: "tel:+15551234567")!

    private func text(_ document: [UInt8]) -> String { String(decoding: document, as: UTF8.self) }

    @Test func `A new line shows callers and itself, bars nothing and diverts nothing`() throws {
        let services = try TelephonyServices(document: Simservs.defaultDocument)
        #expect(services == TelephonyServices(diversion: .init(noReplySeconds: 30)))
    }

    @Test func `Services that are applied are read again, each by itself`() throws {
        var services = try TelephonyServices(document: Simservs.defaultDocument)
        let changes: [(inout TelephonyServices) -> Void] = [
            { $0.diversion.diversions[.busy] = Diversion(target: bob) },
            { $0.diversion.diversions[.unconditional] = Diversion(target: cell, isActive: false) },
            { $0.diversion.diversions[.noAnswer] = Diversion(target: cell) },
            { $0.diversion.diversions[.notReachable] = Diversion(target: cell) },
            { $0.diversion.diversions[.notRegistered] = Diversion(target: bob) },
            { $0.diversion.noReplySeconds = 12 },
            { $0.diversion.diversions[.unconditional]?.isActive = true },
            { $0.diversion.diversions[.busy]?.target = cell },
            { $0.diversion.diversions[.noAnswer] = nil },
            { $0.diversion.isActive = false },
            { $0.diversion.noReplySeconds = nil },
            { $0.incomingBarring.barred = .all },
            { $0.incomingBarring.barred = .anonymous },
            { $0.incomingBarring.barred = .none },
            { $0.outgoingBarring.barred = .internationalExceptHome },
            { $0.outgoingBarring.barred = .international },
            { $0.outgoingBarring.barred = .all },
            { $0.showsCallers = false },
            { $0.callerIdentity.isRestrictedByDefault = true },
            { $0.callerIdentity.isActive = false },
        ]
        var document = Simservs.defaultDocument
        for change in changes {
            change(&services)
            document = try services.applied(to: document)
            #expect(try TelephonyServices(document: document) == services)
        }
    }

    @Test func `Services are made in a document that has none`() throws {
        let nothing = simservs("")
        var services = try TelephonyServices(document: nothing)
        #expect(!services.diversion.isActive && !services.showsCallers)
        #expect(try services.applied(to: nothing) == XMLDocument(nothing).bytes)
        services = TelephonyServices(
            diversion: .init(noReplySeconds: 20, diversions: [.busy: Diversion(target: bob)]),
            incomingBarring: .init(.anonymous), outgoingBarring: .init(.all), showsCallers: true,
            callerIdentity: .init(isActive: true, isRestrictedByDefault: true))
        let document = try services.applied(to: nothing)
        #expect(try TelephonyServices(document: document) == services)
    }

    @Test func `What the services do not know stays in the document`() throws {
        let document = simservs(
            """
            <!-- mine --><communication-waiting active="true"/><communication-diversion \
            xmlns:v="urn:v" v:a="1"><cp:ruleset><cp:rule id="video"><cp:conditions><busy/>\
            <media>video</media></cp:conditions><cp:actions><forward-to><target>sip:tv@a.example\
            </target></forward-to></cp:actions></cp:rule><cp:rule id="x"><cp:conditions><busy/>\
            </cp:conditions><cp:actions><forward-to><target>sip:a@a.example</target>\
            <notify-caller>false</notify-caller></forward-to></cp:actions></cp:rule></cp:ruleset>\
            </communication-diversion><incoming-communication-barring><cp:ruleset><cp:rule id="k">\
            <cp:conditions><cp:identity><cp:one id="tel:+1555"/></cp:identity></cp:conditions>\
            <cp:actions><allow>false</allow></cp:actions></cp:rule></cp:ruleset>\
            </incoming-communication-barring>
            """)
        var services = try TelephonyServices(document: document)
        #expect(services.diversion.otherRules == 1)
        #expect(services.incomingBarring.otherRules == 1)
        #expect(services.incomingBarring.barred == .none)
        services.diversion.diversions[.busy]?.target = bob
        services.diversion.diversions[.unconditional] = Diversion(target: cell)
        services.incomingBarring.barred = .all
        let changed = text(try services.applied(to: document))
        for kept in [
            "<!-- mine -->", "<communication-waiting active=\"true\"/>", "v:a=\"1\"",
            "<media>video</media>", "sip:tv@a.example", "<notify-caller>false</notify-caller>",
            "<cp:one id=\"tel:+1555\"/>", "id=\"x\"",
        ] {
            #expect(changed.contains(kept), "\(kept) is gone: \(changed)")
        }
        #expect(!changed.contains("sip:a@a.example"))
    }

    @Test func `The rule for every call stands before the others`() throws {
        var services = try TelephonyServices(document: Simservs.defaultDocument)
        services.diversion.diversions[.busy] = Diversion(target: bob)
        let first = try services.applied(to: Simservs.defaultDocument)
        services.diversion.diversions[.unconditional] = Diversion(target: cell)
        let second = text(try services.applied(to: first))
        let rules = second.split(separator: "<cp:rule id=")
        let every = try #require(rules.firstIndex { $0.contains("call-diversion-unconditional") })
        let busy = try #require(rules.firstIndex { $0.contains("call-diversion-busy") })
        #expect(every < busy)
    }

    @Test func `Of several rules that bar, one that allows every call wins`() throws {
        let rule = { (id: String, condition: String, allow: String) in
            """
            <cp:rule id="\(id)"><cp:conditions>\(condition)</cp:conditions><cp:actions><allow>\
            \(allow)</allow></cp:actions></cp:rule>
            """
        }
        let barred = { (rules: String) throws -> BarredOutgoingCalls in
            let service = "outgoing-communication-barring"
            return try TelephonyServices(
                document: simservs("<\(service)><cp:ruleset>\(rules)</cp:ruleset></\(service)>")
            ).outgoingBarring.barred
        }
        let refuse = rule("a", "<international/>", "false")
        #expect(try barred(refuse) == .international)
        #expect(try barred(refuse + rule("b", "", "false")) == .all)
        #expect(try barred(refuse + rule("b", "", "true")) == .none)
        #expect(try barred(refuse + rule("b", "<rule-deactivated/>", "true")) == .international)
        #expect(try barred(rule("a", "<rule-deactivated/>", "false")) == .none)
    }

    @Test func `A rule that waits for its target is kept`() throws {
        let document = diversion(
            "<rule-deactivated/><busy/>", "<forward-to><target/></forward-to>")
        let services = try TelephonyServices(document: document)
        #expect(services.diversion.diversions.isEmpty)
        #expect(text(try services.applied(to: document)).contains("<busy/>"))
    }

    @Test func `A time out of its range is refused and named`() throws {
        var services = try TelephonyServices(document: Simservs.defaultDocument)
        services.diversion.noReplySeconds = 181
        do throws(SimservsError) {
            _ = try services.applied(to: Simservs.defaultDocument)
            Issue.record("181 s were taken")
        } catch {
            #expect(error.description.contains("NoReplyTimer"))
        }
    }
}
