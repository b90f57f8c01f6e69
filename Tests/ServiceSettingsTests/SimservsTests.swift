import ServiceSettings
import Testing
import XMLDocuments

/// A document with these services.
func simservs(_ services: String) -> [UInt8] {
    Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <simservs xmlns="http://uri.etsi.org/ngn/params/xml/simservs/xcap" \
        xmlns:cp="urn:ietf:params:xml:ns:common-policy">\(services)</simservs>
        """.utf8)
}

/// A diversion service with this rule.
func diversion(_ conditions: String, _ actions: String) -> [UInt8] {
    simservs(
        """
        <communication-diversion><cp:ruleset><cp:rule id="a"><cp:conditions>\(conditions)\
        </cp:conditions><cp:actions>\(actions)</cp:actions></cp:rule></cp:ruleset>\
        </communication-diversion>
        """)
}

@Suite struct SimservsTests {
    private func mistakes(_ document: [UInt8]) -> [XMLMistake] {
        do throws(SimservsError) {
            _ = try Simservs.read(document)
            return []
        } catch {
            return error.mistakes
        }
    }

    @Test func `The default document is valid`() {
        #expect(mistakes(Simservs.defaultDocument) == [])
    }

    @Test(
        "What clients of Clearwater and phones send is valid",
        arguments: [
            // A portal that has added services in the order of its pages, rules without targets.
            simservs(
                """
                <communication-diversion active="false"><cp:ruleset><cp:rule id="rule0">\
                <cp:conditions><busy/><media>audio</media></cp:conditions><cp:actions><forward-to>\
                <target></target></forward-to></cp:actions></cp:rule></cp:ruleset>\
                <NoReplyTimer>20</NoReplyTimer></communication-diversion>\
                <outgoing-communication-barring active="true"><cp:ruleset><cp:rule id="rule0">\
                <cp:conditions><international/></cp:conditions><cp:actions><allow>false</allow>\
                </cp:actions></cp:rule></cp:ruleset></outgoing-communication-barring>\
                <originating-identity-presentation active="true"/>
                """),
            // A phone with prefixes, a rule kept for later, the timer within the rule.
            Array(
                """
                <ss:simservs xmlns:ss="http://uri.etsi.org/ngn/params/xml/simservs/xcap" \
                xmlns:cp="urn:ietf:params:xml:ns:common-policy" \
                xmlns:ocp="urn:oma:xml:xdm:common-policy"><ss:communication-waiting active="1"/>\
                <ss:communication-diversion active="true"><cp:ruleset>\
                <cp:rule id="call-diversion-no-reply"><cp:conditions><ss:rule-deactivated/>\
                <ss:no-answer/></cp:conditions><cp:actions><ss:forward-to><ss:target/>\
                </ss:forward-to><ss:NoReplyTimer>25</ss:NoReplyTimer></cp:actions></cp:rule>\
                <cp:rule id="b"><cp:conditions><ocp:other-identity/></cp:conditions><cp:actions>\
                <ss:forward-to><ss:target>tel:+15551234567;npdi</ss:target>\
                <ss:notify-caller>false</ss:notify-caller></ss:forward-to></cp:actions></cp:rule>\
                </cp:ruleset></ss:communication-diversion><ss:incoming-communication-barring>\
                <cp:ruleset><cp:rule id="c"><cp:conditions><cp:identity>\
                <cp:one id="tel:+1555"/><cp:many domain="example.com"/></cp:identity>\
                <ss:anonymous/></cp:conditions><cp:actions><ss:allow>false</ss:allow></cp:actions>\
                </cp:rule></cp:ruleset></ss:incoming-communication-barring>\
                <ss:communication-barring-serv-cap><ss:serv-cap-conditions>\
                <ss:serv-cap-roaming provisioned="true"/></ss:serv-cap-conditions>\
                </ss:communication-barring-serv-cap></ss:simservs>
                """.utf8),
            simservs(
                #"<flexible-alerting-default active="true"/><flexible-alerting-specific>"#
                    + "<identity>sip:pilot@home1.net</identity></flexible-alerting-specific>"),
            simservs(#"<extensions><x xmlns="urn:vendor"/></extensions>"#),
            diversion(#"<x xmlns="urn:vendor"/>"#, #"<y xmlns="urn:vendor">1</y>"#),
            diversion("", "<forward-to><target>15551234567</target></forward-to>"),
        ])
    func valid(document: [UInt8]) {
        #expect(mistakes(document) == [])
    }

    @Test(
        "Everything else is refused with the element and the reason",
        arguments: [
            (simservs("<andy-is-cool/>"), "andy-is-cool"),
            (simservs("<communication-diversion><ruleset/></communication-diversion>"), "ruleset"),
            (
                simservs(
                    "<communication-diversion><NoReplyTimer>4</NoReplyTimer>"
                        + "</communication-diversion>"), "NoReplyTimer"
            ),
            (simservs("<communication-waiting active='yes'/>"), "active"),
            (simservs("<communication-waiting aktive='true'/>"), "aktive"),
            (simservs("<communication-waiting/><communication-waiting/>"), "communication-waiting"),
            (simservs("text"), "simservs"),
            (
                simservs(
                    "<originating-identity-presentation-restriction><default-behaviour>hidden"
                        + "</default-behaviour></originating-identity-presentation-restriction>"),
                "default-behaviour"
            ),
            (diversion("<bussy/>", ""), "bussy"),
            (diversion("<forward-to/>", ""), "forward-to"),
            (diversion("<busy>now</busy>", ""), "busy"),
            (diversion("", "<allow>true</allow>"), "allow"),
            (diversion("", "<forward-to/>"), "forward-to"),
            (
                diversion("", "<forward-to><target>http://example.com</target></forward-to>"),
                "target"
            ),
            (
                diversion("", "<forward-to><target>sip:a b@example.com</target></forward-to>"),
                "target"
            ),
            (
                simservs(
                    "<incoming-communication-barring><cp:ruleset><cp:rule/></cp:ruleset>"
                        + "</incoming-communication-barring>"), "id"
            ),
            (
                simservs(
                    "<incoming-communication-barring><cp:ruleset><cp:rule id='a'/>"
                        + "<cp:rule id='a'/></cp:ruleset></incoming-communication-barring>"), "rule"
            ),
            (Array("<simservs/>".utf8), "simservs"),
        ])
    func invalid(document: [UInt8], named element: String) {
        let found = mistakes(document)
        #expect(found.contains { $0.reason.contains(element) && $0.line > 0 }, "\(found)")
        #expect(found.allSatisfy { $0.reason.count > 20 && !$0.reason.contains("http://uri") })
    }

    @Test func `A wrong namespace is told by prefixes`() throws {
        let found = mistakes(
            simservs("<communication-diversion><ruleset/></communication-diversion>"))
        let reason = try #require(found.first?.reason)
        #expect(reason.contains("ss:ruleset") && reason.contains("cp:ruleset"))
    }
}
