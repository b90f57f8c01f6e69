/// Which preset a trunk was made from, as the comment above it tells.
package struct PresetProvenance: Hashable, Sendable {
    package let preset: String
    /// How old the list was.
    package let asOf: String?

    package init(preset: String, asOf: String?) {
        self.preset = preset
        self.asOf = asOf
    }
}

extension TrunksFile {
    /// The trunks that were made from presets, by name.
    package func provenances() -> [String: PresetProvenance] {
        guard case .bytes(let bytes) = ConfigurationText.read(path) else { return [:] }
        var provenances: [String: PresetProvenance] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            guard line.hasPrefix("# trunk "), let colon = line.firstIndex(of: ":") else { continue }
            let name = String(line[..<colon].dropFirst("# trunk ".count))
            let text = line[line.index(after: colon)...].drop { $0 == " " }
            if text.hasPrefix("preset ") {
                let preset = text.dropFirst("preset ".count).prefix { $0 != "," && $0 != " " }
                provenances[name] = PresetProvenance(preset: String(preset), asOf: nil)
            } else if text.hasPrefix("as of: "), let known = provenances[name] {
                provenances[name] = PresetProvenance(
                    preset: known.preset, asOf: String(text.dropFirst("as of: ".count)))
            }
        }
        return provenances
    }
}
