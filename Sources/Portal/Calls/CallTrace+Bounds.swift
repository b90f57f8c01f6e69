import Troubleshooting

/// How much of a call a page shows; a file of it has all.
extension CallTrace {
    static let mostMessagesShown = 200
    static let mostDecisionsShown = 600

    /// The events from the first on, with the number of messages among them.
    var shownEvents: (all: ArraySlice<Event>, messages: Int) {
        var (messages, decisions) = (0, 0)
        var end = 0
        for event in events {
            switch event {
            case .message:
                if messages == Self.mostMessagesShown { return (events[..<end], messages) }
                messages += 1
            case .decision:
                if decisions == Self.mostDecisionsShown { return (events[..<end], messages) }
                decisions += 1
            }
            end += 1
        }
        return (events[...], messages)
    }
}
