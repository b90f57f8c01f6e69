/// A key as a person presses it.
package enum Key: Hashable, Sendable {
    case up
    case down
    case left
    case right
    case pageUp
    case pageDown
    case home
    case end
    case enter
    case escape
    case tab
    case backspace
    /// Ctrl-C: in a terminal without line editing it is a key like any other.
    case interrupt
    case character(Character)
}
