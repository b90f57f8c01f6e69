import Foundation

/// One request of a recorded exchange and the answer that is expected.
///
/// As text: lines that begin with `#` say what it is about, `>` is sent, `<` is expected, an empty
/// line ends it. The first line of a request is its method and path, header fields follow, then
/// after a `>` alone the body. The first line of an answer is its status; header fields and body
/// follow likewise. `${name}` is what an earlier answer had in its place; in an answer it takes
/// what is there. In a JSON body "*" stands for any text and 0.5 for any number; `<!` says that there
/// is a body of any kind, no body that there is none.
struct Exchange {
    var title = ""
    var line = 0
    var method = ""
    var path = ""
    var fields: [(name: String, value: String)] = []
    var body = ""
    var status = 0
    var expectedFields: [(name: String, value: String)] = []
    var expectedBody: String?
    var allowsAnyBody = false

    var description: String { "line \(line): \(title)" }

    struct Malformed: Error {
        var line: Int
    }

    static func read(_ text: String) throws -> [Exchange] {
        var exchanges: [Exchange] = []
        var current: Exchange?
        var isInBody = false
        for (index, line) in text.components(separatedBy: "\n").enumerated() {
            if line.isEmpty {
                if let done = current, done.status != 0 {
                    exchanges.append(done)
                    current = nil
                }
                continue
            }
            var exchange = current ?? Exchange(line: index + 1)
            let content = String(line.dropFirst(line.dropFirst().first == " " ? 2 : 1))
            switch line.first {
            case "#":
                exchange.title += (exchange.title.isEmpty ? "" : " ") + content
            case ">" where exchange.method.isEmpty:
                let parts = content.split(separator: " ")
                guard parts.count == 2 else { throw Malformed(line: index + 1) }
                exchange.method = String(parts[0])
                exchange.path = String(parts[1])
                isInBody = false
            case ">" where isInBody:
                exchange.body += (exchange.body.isEmpty ? "" : "\n") + content
            case ">" where content.isEmpty:
                isInBody = true
            case ">":
                exchange.fields.append(try field(content, index))
            case "<" where exchange.status == 0:
                guard let status = Int(content) else { throw Malformed(line: index + 1) }
                exchange.status = status
                isInBody = false
            case "<" where content == "!" && !isInBody:
                exchange.allowsAnyBody = true
            case "<" where isInBody:
                exchange.expectedBody = exchange.expectedBody.map { $0 + "\n" + content } ?? content
            case "<" where content.isEmpty:
                isInBody = true
            case "<":
                exchange.expectedFields.append(try field(content, index))
            default:
                throw Malformed(line: index + 1)
            }
            current = exchange
        }
        return exchanges
    }

    private static func field(_ text: String, _ index: Int) throws -> (String, String) {
        guard let colon = text.range(of: ": ") else { throw Malformed(line: index + 1) }
        return (String(text[..<colon.lowerBound]), String(text[colon.upperBound...]))
    }
}
