import Hummingbird
import ServiceSettings
import WebServing
import XMLDocuments

/// The body of a 409: which rule of XCAP or of the schema a change breaks (RFC 4825 11).
struct ErrorDocument {
    private static let namespace = "urn:ietf:params:xml:ns:xcap-error"

    /// The element that names the kind of conflict.
    let element: String
    /// For a person.
    let phrase: String?

    /// For a document that is put as a whole.
    init(_ error: SimservsError) {
        self.init(error.mistakes, notWellFormed: "not-well-formed")
    }

    /// For a node.
    init(_ conflict: EditingConflict) {
        switch conflict {
        case .noParent, .notFound:
            self.init("no-parent", "what it is to be put into is not there")
        case .notXMLFragment(let mistake):
            self.init([mistake], notWellFormed: "not-xml-frag")
        case .notAttributeValue:
            self.init("not-xml-att-value", "'<' and '&' are written as &lt; and &amp;")
        case .notUTF8: self.init("not-utf-8", nil)
        case .cannotInsert(let reason): self.init("cannot-insert", reason)
        case .cannotDelete(let reason): self.init("cannot-delete", reason)
        case .notWritable: self.init("constraint-failure", "namespaces are read only")
        case .invalid(let mistakes): self.init(mistakes, notWellFormed: "not-well-formed")
        }
    }

    private init(_ element: String, _ phrase: String?) {
        self.element = element
        self.phrase = phrase
    }

    private init(_ mistakes: [XMLMistake], notWellFormed: String) {
        let kind = mistakes.first?.kind ?? .schema
        element =
            switch kind {
            case .notWellFormed: notWellFormed
            case .notUTF8: "not-utf-8"
            case .tooBig, .documentType: "constraint-failure"
            case .schema, .notUnique: "schema-validation-error"
            }
        phrase = mistakes.map(\.description).joined(separator: "; ")
    }

    var response: Response {
        var response = Response.xml(bytes, type: "application/xcap-error+xml")
        response.status = .conflict
        return response
    }

    private var bytes: [UInt8] {
        let document = XMLDocument(root: XMLName("xcap-error", in: Self.namespace))
        let child = document.root.addChild(XMLName(element, in: Self.namespace))
        if let phrase { child.setAttribute(XMLName("phrase"), to: phrase) }
        return document.bytes
    }
}
