import Foundation
import QRCodes
import Testing

/// Read back by zbar, a decoder that we did not write.
@Suite("A QR code")
struct DecodedCodeTests {
    @Test(
        "is read as the text that went in",
        arguments: [
            "http://192.0.2.5:8080/phone-setup/" + String(repeating: "aB3-_", count: 8) + "xyz",
            "https://[2001:db8::5]/phone-setup/x", "x", "Grüße 4711 ✆",
            String(repeating: "0123456789", count: 100),
        ])
    func decoded(_ text: String) async throws {
        #expect(try await zbar(QRCode(text)) == text)
    }

    @Test("refuses what no code holds")
    func tooLong() {
        #expect(throws: QRCode.TooLong.self) { try QRCode(String(repeating: "x", count: 3000)) }
    }

    @Test("is drawn in its path module by module")
    func path() throws {
        let code = try QRCode("sip:6505550000@example.com")
        var drawn = Set<[Int]>()
        for run in code.path.split(separator: "M") {
            let numbers = run.split { !"0123456789".contains($0) }.compactMap { Int($0) }
            for x in numbers[0]..<numbers[0] + numbers[2] { drawn.insert([x, numbers[1]]) }
        }
        for y in 0..<code.size {
            for x in 0..<code.size { #expect(drawn.contains([x, y]) == code.isDark(x, y)) }
        }
        #expect(code.viewBox == "-4 -4 \(code.size + 8) \(code.size + 8)")
    }

    /// Eight pixels a module, and four light modules around.
    private func zbar(_ code: QRCode) async throws -> String {
        let side = code.size + 8
        var image = "P1\n\(side * 8) \(side * 8)\n"
        for y in 0..<side * 8 {
            for x in 0..<side * 8 {
                let (column, row) = (x / 8 - 4, y / 8 - 4)
                let isInside = (0..<code.size).contains(column) && (0..<code.size).contains(row)
                image += isInside && code.isDark(column, row) ? "1" : "0"
            }
            image += "\n"
        }
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("\(UUID().uuidString).pbm")
        try Data(image.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/zbarimg")
        process.arguments = ["--quiet", "--raw", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
