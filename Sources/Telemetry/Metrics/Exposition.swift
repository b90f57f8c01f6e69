/// What Prometheus reads: the text format, version 0.0.4.
///
/// A family is begun, then its samples follow; each family is written in one piece.
package struct Exposition: Sendable {
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    package typealias Labels = KeyValuePairs<String, String>

    package private(set) var text = ""
    private var family = ""

    package init() {}

    /// Begins a family of samples.
    ///
    /// - Parameter help: one sentence.
    package mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        family = name
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n"
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    package mutating func sample(_ value: some BinaryInteger, _ labels: Labels = [:]) {
        line("", labels, "\(value)")
    }

    package mutating func sample(_ value: Double, _ labels: Labels = [:]) {
        line("", labels, Self.number(value))
    }

    /// A family of one sample.
    package mutating func single(
        _ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger
    ) {
        family(name, kind, help)
        sample(value)
    }

    package mutating func histogram(_ histogram: DurationHistogram, _ labels: Labels = [:]) {
        var count: UInt64 = 0
        for (bound, here) in zip(histogram.bounds, histogram.counts) {
            count += here
            line("_bucket", labels, "\(count)", bound: Self.number(bound.seconds))
        }
        line("_bucket", labels, "\(histogram.total)", bound: "+Inf")
        line("_sum", labels, Self.number(histogram.sum.seconds))
        line("_count", labels, "\(histogram.total)")
    }

    private mutating func line(
        _ suffix: String, _ labels: Labels, _ value: String, bound: String? = nil
    ) {
        text += family + suffix
        var pairs = labels.map { "\($0.key)=\"\(Self.escaped($0.value, quotes: true))\"" }
        if let bound { pairs.append("le=\"\(bound)\"") }
        if !pairs.isEmpty { text += "{\(pairs.joined(separator: ","))}" }
        text += " \(value)\n"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Swift's own spelling is a floating-point number that Prometheus reads, but for these.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return "\(value)"
    }
}
