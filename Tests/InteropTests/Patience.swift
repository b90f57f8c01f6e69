import Testing

/// Something that was waited for did not come.
struct PatienceLost: Error, CustomStringConvertible {
    let description: String
}

/// Looks again and again until there is something to see.
///
/// - Throws: `PatienceLost` after `limit`, naming `what` and what `context` has to say then.
func eventually<Sight>(
    _ what: String, within limit: Duration = .seconds(15),
    every pause: Duration = .milliseconds(20), context: () -> String = { "" },
    look: () throws -> Sight?
) async throws -> Sight {
    let deadline = ContinuousClock.now + limit
    while true {
        if let sight = try look() { return sight }
        guard ContinuousClock.now < deadline else {
            throw PatienceLost(description: "no \(what) within \(limit)\n\(context())")
        }
        try await Task.sleep(for: pause)
    }
}
