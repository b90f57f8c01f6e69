import Foundation
package import Hummingbird

/// Reading what a request carries. A handler gets its request whole, so nothing here waits for a
/// client.
extension Request {
    /// The body as it came.
    package func octets() async throws -> [UInt8] {
        let buffer = try await body.collect(upTo: WebLimits.standard.bodyOctets)
        return Array(buffer.readableBytesView)
    }

    /// The body as an XML document, whatever its label says: many clients call it a form.
    ///
    /// - Throws: 400 for an empty body.
    package func xml() async throws -> [UInt8] {
        let octets = try await octets()
        guard octets.contains(UInt8(ascii: "<")) else {
            throw WebError(.badRequest, "the body is no XML document; send one")
        }
        return octets
    }

    /// The parameters of the request: of its URL, overridden by its body, JSON or a form.
    ///
    /// Numbers and booleans of JSON are taken as their text, null as absent.
    /// - Throws: 400 for a body that is neither an object nor a form, or has a value with parts.
    package func fields() async throws -> [String: String] {
        var fields = try queryFields()
        let octets = try await octets()
        if octets.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
            return fields
        }
        fields.merge(try isForm(octets) ? Self.formFields(octets) : Self.jsonFields(octets)) { $1 }
        return fields
    }

    /// The parameters in the URL.
    package func queryFields() throws(WebError) -> [String: String] {
        try Self.formFields(Array((uri.query ?? "").utf8))
    }

    /// The label decides unless the body is plainly an object: curl labels any body a form. What
    /// has no label and is none is a form.
    private func isForm(_ octets: [UInt8]) -> Bool {
        let first = octets.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if first == UInt8(ascii: "{") { return false }
        return headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded")
            ?? true
    }

    private static func formFields(_ octets: [UInt8]) throws(WebError) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in octets.split(separator: UInt8(ascii: "&")) {
            let halves = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let texts = halves.map { half in
                PercentEncoding.decoded(String(decoding: half, as: UTF8.self), isForm: true)
            }
            guard let name = texts[0], let value = texts.count > 1 ? texts[1] : "" else {
                throw WebError(
                    .badRequest, "a parameter is no percent-encoded UTF-8 text; escape it as such")
            }
            fields[name] = value
        }
        return fields
    }

    private static func jsonFields(_ octets: [UInt8]) throws(WebError) -> [String: String] {
        guard case .object(let members)? = try? JSONValue(octets: octets) else {
            throw WebError(
                .badRequest,
                "the body is no JSON object; send one, or a form labelled "
                    + "application/x-www-form-urlencoded")
        }
        var fields: [String: String] = [:]
        for (name, value) in members {
            switch value {
            case .null: break
            case .boolean(let flag): fields[name] = flag ? "true" : "false"
            case .number(let number):
                fields[name] = Int64(exactly: number).map(String.init) ?? String(number)
            case .string(let text): fields[name] = text
            case .array, .object:
                throw WebError(.badRequest, "'\(name)' is to be text, a number, true or false")
            }
        }
        return fields
    }
}
