/// The pieces of a comma-separated value, spaces around them taken away.
struct ListText {
    let pieces: [String]
    /// How many were empty: a comma too many.
    let emptyCount: Int

    init(_ value: String) {
        let all = Array(value.utf8).split(
            separator: UInt8(ascii: ","), omittingEmptySubsequences: false
        )
        .map { String(decoding: $0.trimmed, as: UTF8.self) }
        pieces = all.filter { !$0.isEmpty }
        emptyCount = pieces.isEmpty && all.count == 1 ? 0 : all.count - pieces.count
    }
}
