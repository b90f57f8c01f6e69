import Foundation

/// What this process is made of: itself, the compiler, the system and the libraries that are loaded.
package struct SoftwareVersions: Sendable {
    package var clearwater: String
    package var compiler: String
    package var system: String
    package var kernel: String
    /// File names such as `libsqlite3.so.0.8.6`, in alphabetical order.
    package var libraries: [String]

    /// Those of the running process.
    ///
    /// - Parameter clearwater: the node's own.
    package static func running(clearwater: String) -> SoftwareVersions {
        SoftwareVersions(
            clearwater: clearwater, compiler: compilerVersion, system: systemName,
            kernel: kernelVersion, libraries: loadedLibraries)
    }

    package var text: String {
        let lines = [
            "clearwater \(clearwater)", "Swift \(compiler)", "system \(system)",
            "kernel \(kernel)", "", "LIBRARIES",
        ]
        return (lines + libraries.map { "  " + $0 }).joined(separator: "\n") + "\n"
    }

    private static var compilerVersion: String {
        #if compiler(>=6.4)
        "6.4 or later"
        #elseif compiler(>=6.3)
        "6.3"
        #else
        "6.2"
        #endif
    }

    private static var systemName: String {
        let lines = lines(of: "/etc/os-release")
        let name = lines.first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst("PRETTY_NAME=".count)
        return name?.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) ?? "unknown"
    }

    private static var kernelVersion: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        func text<Field>(_ field: Field) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))"
    }

    private static var loadedLibraries: [String] {
        let names = lines(of: "/proc/self/maps").compactMap { line -> String? in
            guard let slash = line.firstIndex(of: "/") else { return nil }
            let name = line[slash...].split(separator: "/").last.map(String.init) ?? ""
            return name.contains(".so") ? name : nil
        }
        return Set(names).sorted()
    }

    private static func lines(of path: String) -> [Substring] {
        // Files of /proc tell no size, and whoever goes by it reads their first piece alone.
        guard let file = FileHandle(forReadingAtPath: path) else { return [] }
        var octets = Data()
        while let piece = try? file.read(upToCount: 65_536), !piece.isEmpty { octets += piece }
        return String(decoding: octets, as: UTF8.self).split(separator: "\n")
    }
}
