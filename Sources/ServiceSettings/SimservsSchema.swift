import XMLDocuments

/// The schema of simservs documents, in XSD 1.0 as libxml2 compiles it.
///
/// Stricter than the standards' own in that a service may appear once and has no attributes of
/// unknown names, so that a node selector means one element and a slip of the pen is told; more
/// lenient in that services, and the timer and the rules within diversion, may come in any order,
/// as clients insert them. Rules may carry elements of foreign namespaces (RFC 4745 10).
enum SimservsSchema {
    static let compiled = try! XMLSchema(
        // Our own text: where it cannot be compiled no document can be served.
        services, imports: ["clearwater-common-policy.xsd": policy],
        prefixes: [Simservs.namespace: "ss", Simservs.policyNamespace: "cp"])

    private static let services = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ss="\(Simservs.namespace)"
            xmlns:cp="\(Simservs.policyNamespace)" targetNamespace="\(Simservs.namespace)"
            elementFormDefault="qualified">
          <xs:import namespace="\(Simservs.policyNamespace)"
              schemaLocation="clearwater-common-policy.xsd"/>

          <xs:element name="simservs">
            <xs:complexType>
              <xs:all>
                \(service("originating-identity-presentation"))
                \(service("originating-identity-presentation-restriction", "restriction"))
                \(service("terminating-identity-presentation"))
                \(service("terminating-identity-presentation-restriction", "restriction"))
                \(service("communication-diversion", "diversion"))
                \(service("communication-waiting"))
                \(service("incoming-communication-barring", "barring"))
                \(service("outgoing-communication-barring", "barring"))
                \(service("flexible-alerting-default"))
                \(service("flexible-alerting-specific", "flexible-alerting"))
                \(service("communication-diversion-serv-cap", "capabilities"))
                \(service("communication-barring-serv-cap", "capabilities"))
                \(service("extensions", "extensions"))
              </xs:all>
              <xs:anyAttribute namespace="##other" processContents="lax"/>
            </xs:complexType>
          </xs:element>

          <xs:attributeGroup name="service">
            <xs:attribute name="active" type="xs:boolean"/>
            <xs:anyAttribute namespace="##other" processContents="lax"/>
          </xs:attributeGroup>
          <xs:complexType name="service"><xs:attributeGroup ref="ss:service"/></xs:complexType>

          <xs:complexType name="restriction">
            <xs:sequence>
              <xs:element name="default-behaviour" minOccurs="0">
                <xs:simpleType>
                  <xs:restriction base="xs:token">
                    <xs:enumeration value="presentation-restricted"/>
                    <xs:enumeration value="presentation-not-restricted"/>
                  </xs:restriction>
                </xs:simpleType>
              </xs:element>
            </xs:sequence>
            <xs:attributeGroup ref="ss:service"/>
          </xs:complexType>

          <xs:complexType name="diversion">
            <xs:all>
              <xs:element ref="ss:NoReplyTimer" minOccurs="0"/>
              <xs:element ref="cp:ruleset" minOccurs="0"/>
            </xs:all>
            <xs:attributeGroup ref="ss:service"/>
          </xs:complexType>
          <xs:element name="NoReplyTimer">
            <xs:simpleType>
              <xs:restriction base="xs:positiveInteger">
                <xs:minInclusive value="5"/>
                <xs:maxInclusive value="180"/>
              </xs:restriction>
            </xs:simpleType>
          </xs:element>

          <xs:complexType name="barring">
            <xs:sequence><xs:element ref="cp:ruleset" minOccurs="0"/></xs:sequence>
            <xs:attributeGroup ref="ss:service"/>
          </xs:complexType>

          <xs:complexType name="flexible-alerting">
            <xs:sequence>
              <xs:element name="identity" minOccurs="0" maxOccurs="unbounded">
                <xs:complexType>
                  <xs:simpleContent>
                    <xs:extension base="xs:anyURI">
                      <xs:attribute name="active" type="xs:boolean"/>
                    </xs:extension>
                  </xs:simpleContent>
                </xs:complexType>
              </xs:element>
            </xs:sequence>
            <xs:attributeGroup ref="ss:service"/>
          </xs:complexType>

          <xs:complexType name="capabilities">
            <xs:sequence>
              <xs:any namespace="##any" processContents="skip" minOccurs="0"
                  maxOccurs="unbounded"/>
            </xs:sequence>
            <xs:anyAttribute namespace="##any" processContents="skip"/>
          </xs:complexType>
          <xs:complexType name="extensions">
            <xs:sequence>
              <xs:any namespace="##other" processContents="lax" minOccurs="0"
                  maxOccurs="unbounded"/>
            </xs:sequence>
          </xs:complexType>

          <xs:complexType name="nothing"/>
          \(RuleVocabulary.emptyConditions.map { #"<xs:element name="\#($0)" type="ss:nothing"/>"# }
              .joined(separator: "\n  "))
          <xs:element name="media" type="ss:word"/>
          <xs:element name="presence-status" type="ss:word"/>
          <xs:simpleType name="word">
            <xs:restriction base="xs:token"><xs:minLength value="1"/></xs:restriction>
          </xs:simpleType>

          <xs:element name="allow" type="xs:boolean"/>
          <xs:element name="forward-to">
            <xs:complexType>
              <xs:all>
                <xs:element name="target" type="xs:token"/>
                <xs:element name="notify-caller" type="xs:boolean" minOccurs="0"/>
                <xs:element name="reveal-identity-to-caller" type="ss:reveal" minOccurs="0"/>
                <xs:element name="reveal-served-user-identity-to-caller" type="ss:reveal"
                    minOccurs="0"/>
                <xs:element name="notify-served-user" type="xs:boolean" minOccurs="0"/>
                <xs:element name="notify-served-user-on-outbound-call" type="xs:boolean"
                    minOccurs="0"/>
                <xs:element name="reveal-identity-to-target" type="ss:reveal" minOccurs="0"/>
              </xs:all>
            </xs:complexType>
          </xs:element>
          <xs:simpleType name="reveal">
            <xs:restriction base="xs:token">
              <xs:enumeration value="true"/>
              <xs:enumeration value="not-reveal-GRUU"/>
              <xs:enumeration value="false"/>
            </xs:restriction>
          </xs:simpleType>
        </xs:schema>
        """

    private static func service(_ name: String, _ type: String = "service") -> String {
        #"<xs:element name="\#(name)" type="ss:\#(type)" minOccurs="0"/>"#
    }

    private static let policy = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
            xmlns:cp="\(Simservs.policyNamespace)" targetNamespace="\(Simservs.policyNamespace)"
            elementFormDefault="qualified">
          <xs:element name="ruleset">
            <xs:complexType>
              <xs:sequence>
                <xs:element name="rule" type="cp:rule" minOccurs="0" maxOccurs="unbounded"/>
              </xs:sequence>
            </xs:complexType>
            <xs:unique name="rule-id">
              <xs:selector xpath="cp:rule"/>
              <xs:field xpath="@id"/>
            </xs:unique>
          </xs:element>
          <xs:complexType name="rule">
            <xs:sequence>
              <xs:element name="conditions" type="cp:conditions" minOccurs="0"/>
              <xs:element name="actions" type="cp:open" minOccurs="0"/>
              <xs:element name="transformations" type="cp:open" minOccurs="0"/>
            </xs:sequence>
            <xs:attribute name="id" type="xs:NCName" use="required"/>
          </xs:complexType>
          <xs:complexType name="conditions">
            <xs:choice minOccurs="0" maxOccurs="unbounded">
              <xs:element name="identity" type="cp:identity"/>
              <xs:element name="sphere">
                <xs:complexType>
                  <xs:attribute name="value" type="xs:string" use="required"/>
                </xs:complexType>
              </xs:element>
              <xs:element name="validity" type="cp:validity"/>
              <xs:any namespace="##other" processContents="lax"/>
            </xs:choice>
          </xs:complexType>
          <xs:complexType name="identity">
            <xs:choice minOccurs="1" maxOccurs="unbounded">
              <xs:element name="one">
                <xs:complexType>
                  <xs:sequence>
                    <xs:any namespace="##other" processContents="lax" minOccurs="0"/>
                  </xs:sequence>
                  <xs:attribute name="id" type="xs:anyURI" use="required"/>
                </xs:complexType>
              </xs:element>
              <xs:element name="many">
                <xs:complexType>
                  <xs:choice minOccurs="0" maxOccurs="unbounded">
                    <xs:element name="except">
                      <xs:complexType>
                        <xs:attribute name="domain" type="xs:string"/>
                        <xs:attribute name="id" type="xs:anyURI"/>
                      </xs:complexType>
                    </xs:element>
                    <xs:any namespace="##other" processContents="lax"/>
                  </xs:choice>
                  <xs:attribute name="domain" type="xs:string"/>
                </xs:complexType>
              </xs:element>
              <xs:any namespace="##other" processContents="lax"/>
            </xs:choice>
          </xs:complexType>
          <xs:complexType name="validity">
            <xs:sequence maxOccurs="unbounded">
              <xs:element name="from" type="xs:dateTime"/>
              <xs:element name="until" type="xs:dateTime"/>
            </xs:sequence>
          </xs:complexType>
          <xs:complexType name="open">
            <xs:sequence>
              <xs:any namespace="##other" processContents="lax" minOccurs="0"
                  maxOccurs="unbounded"/>
            </xs:sequence>
          </xs:complexType>
        </xs:schema>
        """
}
