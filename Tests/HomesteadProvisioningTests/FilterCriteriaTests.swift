import Testing
import WebTestKit

@Suite struct FilterCriteriaTests {
    static let document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ServiceProfile>
          <InitialFilterCriteria>
            <Priority>1</Priority>
            <TriggerPoint>
              <ConditionTypeCNF>0</ConditionTypeCNF>
              <SPT><ConditionNegated>0</ConditionNegated><Group>0</Group><Method>INVITE</Method></SPT>
              <SPT><Group>0</Group><SessionCase>1</SessionCase></SPT>
              <SPT><Group>1</Group><SIPHeader><Header>Accept</Header></SIPHeader></SPT>
            </TriggerPoint>
            <ApplicationServer>
              <ServerName>sip:as.example.com:5065;transport=tcp</ServerName>
              <DefaultHandling>0</DefaultHandling>
            </ApplicationServer>
          </InitialFilterCriteria>
        </ServiceProfile>
        """

    @Test func `Filter criteria come back octet for octet`() async throws {
        try await withProvisioning { server async throws in
            let (_, profile) = try await server.makeProfile()
            let path = profile + "/filter_criteria"
            #expect(
                try await server.ask(
                    "PUT", path, Self.document,
                    headers: ["Content-Type: application/x-www-form-urlencoded"]
                ).status == 200)
            let answer = try await server.ask("GET", path)
            #expect(answer.answerBody == Self.document)
            #expect(answer.header("Content-Type") == "application/xml")
        }
    }

    @Test func `Criteria without any server are allowed`() async throws {
        try await withProvisioning { server async throws in
            let (_, profile) = try await server.makeProfile()
            let path = profile + "/filter_criteria"
            #expect(try await server.ask("PUT", path, "<ServiceProfile/>").status == 200)
        }
    }

    @Test(arguments: [
        ("<Priority>1</Priority>", "<Priority>first</Priority>", "line 4"),
        ("<Priority>1</Priority>", "", "line 3"),
        ("<Priority>1</Priority>", "<Priority>1</Priority><Priority>1</Priority>", "line 4"),
        ("<ConditionTypeCNF>0</ConditionTypeCNF>", "", "line 5"),
        ("<Method>INVITE</Method>", "", "line 7"),
        ("<Method>INVITE</Method>", "<Method/>", "line 7"),
        ("<SessionCase>1</SessionCase>", "<SessionCase>9</SessionCase>", "line 8"),
        ("<Header>Accept</Header>", "", "line 9"),
        ("sip:as.example.com:5065;transport=tcp", "as.example.com", "line 12"),
        ("<DefaultHandling>0</DefaultHandling>", "<Surprise/>", "line 13"),
        ("</TriggerPoint>", "", "line 1"),
    ])
    func `A mistake is told with its line and changes nothing`(
        old: String, new: String, line: String
    ) async throws {
        try await withProvisioning { server async throws in
            let (_, profile) = try await server.makeProfile()
            let path = profile + "/filter_criteria"
            let body = Self.document.replacing(old, with: new)
            let answer = try await server.ask("PUT", path, body)
            #expect(answer.status == 400)
            #expect(answer.answerBody.contains(line), "\(answer.answerBody)")
            #expect(try await server.ask("GET", path).status == 404)
        }
    }
}
