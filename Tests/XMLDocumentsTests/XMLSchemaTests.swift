import Testing
import XMLDocuments

@Suite struct XMLSchemaTests {
    static let schema = try! XMLSchema(
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"
            xmlns:p="urn:p" elementFormDefault="qualified">
          <xs:import namespace="urn:p" schemaLocation="XMLSchemaTests-p.xsd"/>
          <xs:element name="r">
            <xs:complexType>
              <xs:sequence>
                <xs:element ref="p:n" minOccurs="0" maxOccurs="unbounded"/>
              </xs:sequence>
            </xs:complexType>
            <xs:unique name="id">
              <xs:selector xpath="p:n"/><xs:field xpath="@id"/>
            </xs:unique>
          </xs:element>
        </xs:schema>
        """,
        imports: [
            "XMLSchemaTests-p.xsd": """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:p">
              <xs:element name="n">
                <xs:complexType>
                  <xs:simpleContent>
                    <xs:extension base="xs:int"><xs:attribute name="id"/></xs:extension>
                  </xs:simpleContent>
                </xs:complexType>
              </xs:element>
            </xs:schema>
            """
        ])

    private func mistakes(_ text: String) throws -> [XMLMistake] {
        Self.schema.mistakes(in: try XMLDocument(Array(text.utf8)))
    }

    @Test func `A document that follows the schema has no mistakes`() throws {
        #expect(try mistakes(#"<r xmlns="urn:x" xmlns:p="urn:p"><p:n id="a">1</p:n></r>"#) == [])
    }

    @Test func `Every mistake is told with its line, without namespaces in its text`() throws {
        let found = try mistakes(
            """
            <r xmlns="urn:x" xmlns:p="urn:p">
            <p:n>one</p:n>
            <p:n wrong="1">2</p:n>
            <p:m/></r>
            """)
        #expect(found.map(\.line).contains(2))
        #expect(Set(found.map(\.line)) == [2, 3, 4])
        #expect(found.allSatisfy { $0.kind == .schema && !$0.reason.contains("urn:") })
        #expect(found.contains { $0.reason.contains("'n'") && $0.reason.contains("one") })
    }

    @Test func `The same key twice is a mistake of its own kind`() throws {
        let found = try mistakes(
            #"<r xmlns="urn:x" xmlns:p="urn:p"><p:n id="a">1</p:n><p:n id="a">2</p:n></r>"#)
        #expect(found.map(\.kind) == [.notUnique])
    }

    @Test func `A document cannot bring a schema of its own`() throws {
        let found = try mistakes(
            """
            <r xmlns="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="urn:x file:///etc/passwd urn:q http://127.0.0.1:1/q.xsd"><b/></r>
            """)
        #expect(found.count == 1)
    }

    @Test func `A schema that imports what nobody provides is refused`() {
        #expect(throws: XMLMistake.self) {
            try XMLSchema(
                """
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:q="urn:q">
                <xs:import namespace="urn:q" schemaLocation="/etc/passwd"/>
                <xs:element name="a" type="q:t"/></xs:schema>
                """)
        }
    }

    @Test func `One schema serves many tasks at once`() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let text = number % 2 == 0 ? "1" : "x"
                    guard
                        let document = try? XMLDocument(
                            Array("<r xmlns='urn:x'><n xmlns='urn:p'>\(text)</n></r>".utf8))
                    else { return false }
                    return Self.schema.mistakes(in: document).isEmpty == (number % 2 == 0)
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
