/// Which existing numbers somebody may have meant.
enum NearestNumbers {
    private static let most = 3

    /// - Parameter key: digits, or a name.
    /// - Returns: the nearest first; none where nothing is alike.
    static func of(_ key: String, among candidates: [String]) -> [String] {
        let wanted = Array(key.utf8)
        let rated = candidates.map { (candidate: $0, distance: distance(wanted, $0)) }
        // More than half different is another number altogether.
        let near = rated.filter { $0.distance * 2 <= wanted.count }
        return near.sorted { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
            .prefix(most).map(\.candidate)
    }

    /// How much lies between the beginning and the end that both have in common: one for a wrong,
    /// a missing or a surplus digit, two for two that changed places, few for another prefix.
    private static func distance(_ wanted: [UInt8], _ candidate: String) -> Int {
        let other = Array(candidate.utf8.drop { $0 == UInt8(ascii: "+") })
        let shorter = min(wanted.count, other.count)
        let head = zip(wanted, other).prefix { $0 == $1 }.count
        let tail = zip(wanted.reversed(), other.reversed()).prefix { $0 == $1 }.count
        return max(wanted.count, other.count) - min(head + tail, shorter)
    }
}
