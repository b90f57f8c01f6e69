import Testing
import XMLDocuments

@Suite struct XMLDocumentTests {
    private func mistake(_ text: String, _ limits: XMLDocument.Limits = .init()) -> XMLMistake? {
        mistake(Array(text.utf8), limits)
    }

    private func mistake(_ bytes: [UInt8], _ limits: XMLDocument.Limits = .init()) -> XMLMistake? {
        do throws(XMLMistake) {
            _ = try XMLDocument(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test func `Elements are found by namespace and name, whatever their prefix`() throws {
        let text = #"<a:r xmlns:a="urn:x" xmlns="urn:y"><e n="1"/><a:e a:n="2"> t </a:e></a:r>"#
        let document = try XMLDocument(Array(text.utf8))
        #expect(document.root.name == XMLName("r", in: "urn:x"))
        #expect(document.root.children.map(\.name.namespace) == ["urn:y", "urn:x"])
        let element = try #require(document.root.child(XMLName("e", in: "urn:x")))
        #expect(element.text == " t ")
        #expect(element.trimmedText == "t")
        #expect(element.attribute(XMLName("n", in: "urn:x")) == "2")
        #expect(element.attribute(XMLName("n")) == nil)
        #expect(document.root.children[0].attribute(XMLName("n")) == "1")
    }

    @Test func `The line of a mistake is told`() throws {
        let found = try #require(mistake("<a>\n<b>\n</a>\n"))
        #expect(found.kind == .notWellFormed)
        #expect(found.line == 3)
        #expect(found.description.hasPrefix("line 3: "))
    }

    @Test(
        arguments: [
            "", " ", "text", "<a>", "<a/><b/>", "<a b=1/>", "<a>&nothing;</a>", "<p:a/>",
            "<a x='1' x='2'/>", "<a>\u{1}</a>", "<a>&#0;</a>", "<?xml version='1.0'?>",
            "<a xmlns:p=''/>", "<a><![CDATA[</a>", "<!-- -- --><a/>",
        ])
    func `What is not well formed is refused with a reason`(text: String) throws {
        let found = try #require(mistake(text))
        #expect(found.kind == .notWellFormed)
        #expect(!found.reason.isEmpty)
        #expect(!found.reason.contains("\n"))
    }

    @Test func `A document type declaration is refused before it declares anything`() throws {
        let bomb = """
            <?xml version="1.0"?>
            <!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
            <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
            <a>&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;</a>
            """
        let found = try #require(mistake(bomb))
        #expect(found.kind == .documentType)
        #expect(found.line == 2)
        #expect(mistake(#"<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>"#)?.kind == .documentType)
        #expect(
            mistake(#"<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>"#)?.kind
                == .documentType)
    }

    @Test func `Octets that are no UTF-8 are refused, and so is another encoding`() {
        #expect(mistake([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E])?.kind == .notUTF8)
        #expect(mistake(#"<?xml version="1.0" encoding="ISO-8859-1"?><a/>"#)?.kind == .notUTF8)
        #expect(mistake(#"<?xml version="1.0" encoding="utf-8"?><a>é</a>"#) == nil)
        #expect(mistake(#"<?xml version="1.0" encoding="us-ascii"?><a>e</a>"#) == nil)
    }

    @Test func `Octets, depth and number of elements have limits`() {
        let limits = XMLDocument.Limits(octets: 100, depth: 3, elements: 5)
        #expect(mistake("<a><b><c/></b><b/><b/></a>", limits) == nil)
        #expect(mistake("<a><b><c><d/></c></b></a>", limits)?.kind == .tooBig)
        #expect(mistake("<a><b/><b/><b/><b/><b/></a>", limits)?.kind == .tooBig)
        #expect(mistake("<a>\(String(repeating: "x", count: 100))</a>", limits)?.kind == .tooBig)
        let count = 20_000
        let deep =
            String(repeating: "<a>", count: count) + String(repeating: "</a>", count: count)
        #expect(mistake(deep) != nil)
    }

    @Test func `A document is written as it was read`() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <r xmlns="urn:x"><!-- kept --><e a="&lt;&quot;é">&amp;<![CDATA[<]]></e>
              <f/></r>

            """
        let document = try XMLDocument(Array(text.utf8))
        #expect(String(decoding: document.bytes, as: UTF8.self) == text)
        #expect(document.root.children[0].text == "&<")
    }

    @Test func `An element is written with the namespaces that it took from around it`() throws {
        let document = try XMLDocument(
            Array(#"<r xmlns="urn:x" xmlns:p="urn:p" xmlns:q="urn:q"><p:e><f/></p:e></r>"#.utf8))
        let bytes = document.root.children[0].bytes
        let alone = try XMLDocument(bytes)
        #expect(alone.root.name == XMLName("e", in: "urn:p"))
        #expect(alone.root.children[0].name == XMLName("f", in: "urn:x"))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("urn:q"))
    }

    @Test func `Elements are added with the prefix that the document has`() throws {
        let document = try XMLDocument(
            Array(#"<r xmlns="urn:x" xmlns:p="urn:p"><p:a/><p:b/></r>"#.utf8))
        document.root.addChild(XMLName("c", in: "urn:p"), at: 1).setText("1 < 2")
        document.root.addChild(XMLName("d", in: "urn:x")).setAttribute(XMLName("n"), to: "\"&")
        document.root.children[0].remove()
        document.root.addChild(XMLName("none"))
        let text = String(decoding: document.root.bytes, as: UTF8.self)
        #expect(
            text == #"<r xmlns="urn:x" xmlns:p="urn:p"><p:c>1 &lt; 2</p:c><p:b/>"#
                + #"<d n="&quot;&amp;"/><none xmlns=""/></r>"#)
    }

    @Test func `An attribute is set, changed and removed, with a namespace or without`() throws {
        let document = XMLDocument(root: XMLName("r", in: "urn:x"))
        for name in [XMLName("a"), XMLName("a", in: "urn:x"), XMLName("a", in: "urn:y")] {
            document.root.setAttribute(name, to: "1")
            document.root.setAttribute(name, to: "2 & <")
            let again = try XMLDocument(document.bytes)
            #expect(again.root.attribute(name) == "2 & <")
            document.root.setAttribute(name, to: nil)
            #expect(document.root.attribute(name) == nil)
        }
    }

    @Test func `Mutations of a document are refused, or read and can be read again`() throws {
        let text = #"<r xmlns="urn:x" xmlns:p="urn:p"><!-- c --><p:e a="&lt;'">é&amp;</p:e></r>"#
        let seed = Array(text.utf8)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: seed[place % seed.count..<seed.count], at: place)
                case _: bytes.insert(Array("<>&;\"'/![]-?= \0".utf8).randomElement()!, at: place)
                }
            }
            guard let document = try? XMLDocument(bytes) else { continue }
            let written = document.bytes
            #expect(try XMLDocument(written).bytes == written, "\(bytes)")
        }
    }

    @Test func `Documents are read in many tasks at once`() async {
        await withTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let good = (try? XMLDocument(Array("<a><b>\(number)</b></a>".utf8)))?.root.text
                    let bad = try? XMLDocument(Array("<a><b>\(number)</a>".utf8))
                    return good == "\(number)" && bad == nil ? 1 : 0
                }
            }
            #expect(await group.reduce(0, +) == 200)
        }
    }
}
