import Determinism

/// How rough a seed's world is.
struct Scenario {
    /// Of datagrams, 0...1.
    var loss: Double
    var duplication: Double
    /// Delay of everything on the network; the spread makes datagrams overtake each other.
    /// - Units: milliseconds.
    var delay: ClosedRange<Int>
    /// Of questions to the store that it fails to answer well.
    var storeFailure: Double
    /// Of questions to the store that take up to 15 seconds.
    var storeSlowness: Double
    /// How often the node is killed.
    var restarts: Int
    /// How often a connection breaks.
    var brokenConnections: Int
    /// How many things the peers and strangers set out to do.
    var actions: Int
    /// - Units: milliseconds between two actions.
    var pace: ClosedRange<Int>

    /// One seed in four has a perfect network, so that what is promised without losses is checked
    /// as well.
    init(from dice: inout Dice) {
        let isCalm = dice.chance(0.25)
        loss = isCalm ? 0 : Double(dice.below(25)) / 100
        duplication = isCalm ? 0 : Double(dice.below(15)) / 100
        delay = isCalm ? 2...40 : 2...(40 + dice.below(1200))
        storeFailure = isCalm ? 0 : Double(dice.below(3)) * 0.05
        storeSlowness = isCalm ? 0 : Double(dice.below(3)) * 0.05
        restarts = isCalm ? 0 : dice.below(3)
        brokenConnections = isCalm ? 0 : dice.below(3)
        actions = 10 + dice.below(16)
        pace = 0...(200 + dice.below(5000))
    }

    /// Nothing is lost and nobody fails: what was promised must hold for everyone.
    var isCalm: Bool {
        loss == 0 && duplication == 0 && storeFailure == 0 && storeSlowness == 0 && restarts == 0
            && brokenConnections == 0
    }
}
