package import XMLDocuments

/// The simservs document: the services of a telephone subscriber as XCAP clients read and write
/// them (TS 24.623 6, TS 24.604, TS 24.607, TS 24.608, TS 24.611).
package enum Simservs {
    package static let namespace = "http://uri.etsi.org/ngn/params/xml/simservs/xcap"
    /// Rules: `ruleset`, `rule`, `conditions`, `actions` (RFC 4745).
    package static let policyNamespace = "urn:ietf:params:xml:ns:common-policy"

    static func name(_ local: String) -> XMLName { XMLName(local, in: namespace) }
    static func policy(_ local: String) -> XMLName { XMLName(local, in: policyNamespace) }

    /// What a new line starts with: its callers are shown, so is its own number, nothing is barred
    /// and nothing diverted. The same services as Ellis of Clearwater gave to a new number.
    package static let defaultDocument = Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <simservs xmlns="\(namespace)" xmlns:cp="\(policyNamespace)">
          <originating-identity-presentation active="true"/>
          <originating-identity-presentation-restriction active="true">
            <default-behaviour>presentation-not-restricted</default-behaviour>
          </originating-identity-presentation-restriction>
          <communication-diversion active="true">
            <NoReplyTimer>30</NoReplyTimer>
            <cp:ruleset/>
          </communication-diversion>
          <incoming-communication-barring active="true">
            <cp:ruleset>
              <cp:rule id="rule0">
                <cp:conditions/>
                <cp:actions><allow>true</allow></cp:actions>
              </cp:rule>
            </cp:ruleset>
          </incoming-communication-barring>
          <outgoing-communication-barring active="true">
            <cp:ruleset>
              <cp:rule id="rule0">
                <cp:conditions/>
                <cp:actions><allow>true</allow></cp:actions>
              </cp:rule>
            </cp:ruleset>
          </outgoing-communication-barring>
        </simservs>

        """.utf8)

    /// Reads a document and sees that it is a valid one.
    ///
    /// - Throws: every mistake of a document that is well formed, the first of another.
    package static func read(_ bytes: [UInt8]) throws(SimservsError) -> XMLDocument {
        let document: XMLDocument
        do throws(XMLMistake) {
            document = try XMLDocument(bytes)
        } catch {
            throw SimservsError(mistakes: [error])
        }
        let mistakes = mistakes(in: document)
        guard mistakes.isEmpty else { throw SimservsError(mistakes: mistakes) }
        return document
    }

    /// In what the document is not as the schema and the rules of its services have it.
    package static func mistakes(in document: XMLDocument) -> [XMLMistake] {
        let mistakes = SimservsSchema.compiled.mistakes(in: document)
        return mistakes.isEmpty
            ? RuleVocabulary.mistakes(in: document.root) : mistakes.map(explained)
    }

    /// The commonest slip is to write the rules in the namespace of the services.
    private static func explained(_ mistake: XMLMistake) -> XMLMistake {
        var mistake = mistake
        if mistake.reason.hasPrefix("Element 'ss:ruleset'") {
            mistake.reason += "; rules are cp:ruleset, cp being \(policyNamespace)"
        }
        return mistake
    }
}

/// Why a document is not taken.
package struct SimservsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Never empty.
    package var mistakes: [XMLMistake]

    package var description: String {
        mistakes.map(\.description).joined(separator: "\n")
    }
}
