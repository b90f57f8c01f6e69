import CQREncode

/// A text as a QR code of the smallest size that it fits (ISO/IEC 18004).
package struct QRCode: Sendable {
    /// The text is longer than any QR code.
    package struct TooLong: Error {}

    /// Modules on each side, without the quiet zone.
    package let size: Int
    private let dark: [Bool]

    /// - Throws: `TooLong` beyond some 2,300 octets.
    package init(_ text: String) throws(TooLong) {
        let octets = Array(text.utf8)
        // Version 0 is the smallest that does; M survives a thumb print of 15 %.
        guard let code = QRcode_encodeData(Int32(octets.count), octets, 0, QR_ECLEVEL_M) else {
            throw TooLong()
        }
        defer { QRcode_free(code) }
        size = Int(code.pointee.width)
        let modules = UnsafeBufferPointer(start: code.pointee.data, count: size * size)
        dark = modules.map { $0 & 1 == 1 }
    }

    package func isDark(_ x: Int, _ y: Int) -> Bool { dark[y * size + x] }
}
