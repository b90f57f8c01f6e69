import Provisioning
import WebServing
import XMLDocuments

/// The `<PublicIdentity>` element that describes a public identity (TS 29.228 annex B and E).
enum PublicIdentityDocument {
    /// - Throws: 400 with the line of the mistake.
    static func read(_ octets: [UInt8]) throws(WebError) -> PublicIdentity {
        let root = try octets.rootElement(named: "PublicIdentity")
        let identities = root.children(XMLName("Identity"))
        guard let identity = identities.first, identities.count == 1 else {
            throw root.complaint("PublicIdentity is to have one Identity")
        }
        var isBarred = false
        if let barring = root.child(XMLName("BarringIndication")) {
            isBarred = try barring.truthValue()
        }
        return PublicIdentity(uri: identity.trimmedText, isBarred: isBarred, element: root.bytes)
    }
}

extension [UInt8] {
    /// - Throws: 400 for what is no XML, and for another root.
    func rootElement(named name: String) throws(WebError) -> XMLElement {
        do {
            let root = try XMLDocument(self).root
            guard root.name == XMLName(name) else {
                throw WebError(.badRequest, "the document is to be a \(name) without a namespace")
            }
            return root
        } catch let mistake as XMLMistake {
            throw WebError(.badRequest, "the document cannot be read: \(mistake)")
        } catch let error as WebError {
            throw error
        } catch {
            throw WebError(.badRequest, "the document cannot be read")
        }
    }
}

extension XMLElement {
    func complaint(_ what: String) -> WebError { WebError(.badRequest, "line \(line): \(what)") }

    /// A value of the type tBool (TS 29.228 annex E).
    func truthValue() throws(WebError) -> Bool {
        switch trimmedText {
        case "0", "false": return false
        case "1", "true": return true
        default: throw complaint("\(name.local) is to be 0 or 1")
        }
    }

    /// A value that is a whole number.
    @discardableResult
    func number(in range: ClosedRange<Int>) throws(WebError) -> Int {
        guard let number = Int(trimmedText), range.contains(number) else {
            throw complaint(
                range.upperBound == Int.max
                    ? "\(name.local) is to be a number from \(range.lowerBound) up"
                    : "\(name.local) is to be a number from \(range.lowerBound) to "
                        + "\(range.upperBound)")
        }
        return number
    }

    /// - Throws: 400 for a child that is none of these or stands there more often than it may.
    func checkChildren(once: [String], often: [String] = []) throws(WebError) {
        var seen: Set<String> = []
        for child in children {
            let name = child.name.local
            guard child.name.namespace.isEmpty, once.contains(name) || often.contains(name) else {
                throw child.complaint("\(name) has no place in \(self.name.local)")
            }
            if once.contains(name), !seen.insert(name).inserted {
                throw child.complaint("\(self.name.local) is to have one \(name) at most")
            }
        }
    }

    /// - Throws: 400 where there is none.
    func required(_ name: String) throws(WebError) -> XMLElement {
        guard let child = child(XMLName(name)) else {
            throw complaint("\(self.name.local) is to have a \(name)")
        }
        return child
    }
}
