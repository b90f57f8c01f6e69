extension QRCode {
    /// Light modules around the code, without which readers do not find it.
    private static let quietZone = 4

    /// The `viewBox` of an SVG element whose unit is one module.
    package var viewBox: String {
        let side = size + 2 * Self.quietZone
        return "-\(Self.quietZone) -\(Self.quietZone) \(side) \(side)"
    }

    /// The dark modules as the `d` of one SVG path, a rectangle for each run in a row.
    package var path: String {
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                guard isDark(x, y) else {
                    x += 1
                    continue
                }
                let start = x
                while x < size, isDark(x, y) { x += 1 }
                path += "M\(start) \(y)h\(x - start)v1H\(start)z"
            }
        }
        return path
    }
}
