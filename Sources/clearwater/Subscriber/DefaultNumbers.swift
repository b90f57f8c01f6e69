import Storage

/// The number pool while nobody put numbers into it.
///
/// 6505550000 to 6505550999, the pool of Clearwater's own first steps, which belongs to nobody's
/// telephone.
enum DefaultNumbers {
    static let first = 6_505_550_000
    static let last = 6_505_550_999

    /// The lowest number that no subscriber has.
    ///
    /// - Cost: one page of the listing.
    static func nextFree(in database: SubscriberDatabase) throws -> String {
        let page = try database.subscribers(after: String(first - 1), limit: last - first + 2)
        let taken = Set(page.map(\.key))
        guard let free = (first...last).first(where: { !taken.contains(String($0)) }) else {
            throw Complaint(
                "every number from \(first) to \(last) is taken; name one: clearwater subscriber "
                    + "add NUMBER, or make a pool: clearwater numbers add")
        }
        return String(free)
    }
}
