/// A call record as the line of a file.
extension CallRecord {
    /// The names of its members and columns, in order.
    package static let columns = [
        "start", "answer", "end", "duration", "code", "reason", "ending", "hung_up_by", "trunk",
        "caller", "called", "call_id", "source", "transport", "trace",
    ]

    func line(as format: Format) -> String {
        switch format {
        case .json: json
        case .csv: csv
        }
    }

    private var traceText: String {
        let digits = String(trace, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private var json: String {
        var line = JSONLine()
        func add(_ name: String, _ value: String?) {
            if let value { line.add(name, value) } else { line.addNull(name) }
        }
        line.add("start", Decimals.timestamp(start))
        add("answer", answer.map(Decimals.timestamp))
        add("end", end.map(Decimals.timestamp))
        line.add("duration", seconds: talked)
        if let code { line.add("code", code) } else { line.addNull("code") }
        add("reason", reason)
        line.add("ending", ending.rawValue)
        add("hung_up_by", hungUpBy?.rawValue)
        add("trunk", trunk)
        line.add("caller", caller)
        line.add("called", called)
        line.add("call_id", callID)
        line.add("source", source)
        line.add("transport", transport)
        line.add("trace", traceText)
        return line.finish()
    }

    /// RFC 4180.
    private var csv: String {
        let fields: [String] = [
            Decimals.timestamp(start), answer.map(Decimals.timestamp) ?? "",
            end.map(Decimals.timestamp) ?? "", Decimals.seconds(talked),
            code.map { "\($0)" } ?? "", reason ?? "", ending.rawValue, hungUpBy?.rawValue ?? "",
            trunk ?? "", caller, called, callID, source, transport, traceText,
        ]
        return fields.map(Self.csvField).joined(separator: ",") + "\r\n"
    }

    /// One field of a CSV file: quoted where RFC 4180 asks for it, on one line, and never a formula
    /// to a spreadsheet.
    package static func csvField(_ value: String) -> String {
        var clean = ""
        for scalar in value.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            clean.unicodeScalars.append(isControl ? "?" : scalar)
        }
        if isFormula(clean) { clean = "'" + clean }
        guard clean.unicodeScalars.contains(where: { ",\"' ;".unicodeScalars.contains($0) }) else {
            return clean
        }
        return "\"" + clean.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// A telephone number may begin with a plus: that alone calculates nothing.
    private static func isFormula(_ text: String) -> Bool {
        switch text.unicodeScalars.first {
        case "=", "-", "@": true
        case "+": !text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        default: false
        }
    }
}
