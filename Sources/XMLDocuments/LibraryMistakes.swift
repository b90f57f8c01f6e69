import CXML

/// What libxml2 complains about during one call.
///
/// Its handler of errors is a variable of the thread, so the call must not suspend; it cannot.
struct LibraryMistakes {
    private(set) var mistakes: [XMLMistake] = []
    private let prefixes: [String: String]

    private init(prefixes: [String: String]) { self.prefixes = prefixes }

    /// More are not kept: one mistake at the start of a document can cause thousands.
    private static let limit = 50

    /// Runs the body and tells what libxml2 complained about meanwhile.
    ///
    /// - Parameter prefixes: how to write namespaces in front of names; others are left out.
    static func during<Result>(prefixes: [String: String] = [:], _ body: () -> Result)
        -> (result: Result, mistakes: [XMLMistake])
    {
        var gathered = LibraryMistakes(prefixes: prefixes)
        let result = withUnsafeMutablePointer(to: &gathered) { pointer in
            xmlSetStructuredErrorFunc(pointer) { context, error in
                guard let context, let error else { return }
                context.assumingMemoryBound(to: LibraryMistakes.self).pointee.add(error.pointee)
            }
            defer { xmlSetStructuredErrorFunc(nil, nil) }
            return body()
        }
        return (result, gathered.mistakes)
    }

    private mutating func add(_ error: xmlError) {
        guard error.level.rawValue >= XML_ERR_ERROR.rawValue, mistakes.count < Self.limit else {
            return
        }
        let text = error.message.map { String(cString: $0) } ?? "error \(error.code)"
        mistakes.append(
            XMLMistake(Self.kind(of: error), line: Int(error.line), clause(text)))
    }

    private static func kind(of error: xmlError) -> XMLMistake.Kind {
        guard error.domain == Int32(XML_FROM_SCHEMASV.rawValue) else { return .notWellFormed }
        return error.code == Int32(XML_SCHEMAV_CVC_IDC.rawValue) ? .notUnique : .schema
    }

    /// The library's sentence with prefixes for namespaces, without line ends and full stop.
    private func clause(_ text: String) -> String {
        var clause = ""
        var namespace: String?
        for character in text {
            if character == "{" {
                namespace = ""
            } else if let known = namespace {
                let isEnd = character == "}"
                if isEnd, let prefix = prefixes[known] { clause += prefix + ":" }
                namespace = isEnd ? nil : known + String(character)
            } else {
                clause.append(character == "\n" ? " " : character)
            }
        }
        while let last = clause.last, last == " " || last == "." { clause.removeLast() }
        return clause
    }
}
