import Glibc

/// The presets at hand: those of this release, and those that an operator put beside them.
package struct PresetCatalogue: Sendable, Equatable {
    /// By name; an operator's file takes the place of the release's preset of that name.
    package let presets: [TrunkPreset]
    /// What is wrong with the operator's files; such a file counts for nothing.
    package let mistakes: [ConfigurationMistake]

    package var names: [String] { presets.map(\.name) }

    package func named(_ name: String) -> TrunkPreset? { presets.first { $0.name == name } }

    /// The presets of this release alone.
    package static let shipped = PresetCatalogue(presets: resources, mistakes: [])

    private static var resources: [TrunkPreset] {
        let files = [
            ("didww", PackageResources.didww_preset), ("twilio", PackageResources.twilio_preset),
            ("voxbone", PackageResources.voxbone_preset),
        ]
        return files.map { name, octets in
            let file = AssignmentFile(path: "\(name).preset", bytes: octets, names: .option)
            let read = TrunkPresetFile(file, name: name, origin: nil)
            // The program's own: one that cannot be read is found by the first test.
            guard let preset = read.preset else {
                preconditionFailure(read.report.mistakes.map(\.description).joined(separator: "\n"))
            }
            return preset
        }
    }

    private init(presets: [TrunkPreset], mistakes: [ConfigurationMistake]) {
        self.presets = presets
        self.mistakes = mistakes
    }

    /// Reads an operator's files over the release's.
    ///
    /// - Parameter paths: files whose names end in `.preset`.
    init(over shipped: PresetCatalogue, files paths: [String]) {
        var byName = Dictionary(uniqueKeysWithValues: shipped.presets.map { ($0.name, $0) })
        var mistakes: [ConfigurationMistake] = []
        for path in paths {
            let name = String(path.split(separator: "/").last!.dropLast(Self.ending.count))
            let file = AssignmentFile(path: path, names: .option)
            let read = TrunkPresetFile(file, name: name, origin: ConfigurationOrigin(file: path))
            mistakes += read.report.mistakes
            if let preset = read.preset { byName[name] = preset }
        }
        self.init(presets: byName.values.sorted { $0.name < $1.name }, mistakes: mistakes)
    }

    static let ending = ".preset"
}

extension ConfigurationDirectory {
    /// Where an operator puts presets of its own.
    package static let presetsDirectoryName = "presets"
    /// More files than this in it are not read.
    private static let mostPresets = 1000

    /// Reads the presets; the release's are always there.
    ///
    /// - Cost: reads every preset file; for people who ask, not for calls.
    package func presets() -> PresetCatalogue {
        PresetCatalogue(over: .shipped, files: presetFiles)
    }

    private var presetFiles: [String] {
        let directory = path(of: Self.presetsDirectoryName)
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream), names.count < Self.mostPresets {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(PresetCatalogue.ending), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().map { "\(directory)/\($0)" }
    }
}
