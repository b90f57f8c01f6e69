package import Provisioning

/// A test that plays a provider through the node's real sockets.
package struct TrunkTestOrder: Codable, Hashable, Sendable {
    /// A preset or a configured trunk: whose dialect is spoken.
    package var trunk: String
    package var number: String
    package var playsCall: Bool
    /// Nil for none.
    package var sms: String?
    /// Nil for the dialect's own example.
    package var caller: String?
    /// True comes from an address that is not trusted.
    package var isUntrusted: Bool
    package var manner: Manner
    /// True has a built-in phone answer in the number's place. The manners of the far end imply it.
    package var usesBuiltInPhone: Bool
    /// True speaks TCP, false UDP.
    package var overTCP: Bool

    /// How the call goes.
    package enum Manner: String, Codable, Hashable, Sendable, CaseIterable {
        case answered
        case busy
        case silent
        case slow
        case earlyMedia
        case reinvite
        case cancelled

        /// It is how the far end behaves, which no phone of somebody's can be asked to.
        package var isOfFarEnd: Bool {
            switch self {
            case .busy, .silent, .slow, .earlyMedia: true
            case .answered, .reinvite, .cancelled: false
            }
        }
    }

    package init(
        trunk: String, number: String, playsCall: Bool = true, sms: String? = nil,
        caller: String? = nil, isUntrusted: Bool = false, manner: Manner = .answered,
        usesBuiltInPhone: Bool = false, overTCP: Bool = false
    ) {
        self.trunk = trunk
        self.number = number
        self.playsCall = playsCall
        self.sms = sms
        self.caller = caller
        self.isUntrusted = isUntrusted
        self.manner = manner
        self.usesBuiltInPhone = usesBuiltInPhone
        self.overTCP = overTCP
    }
}

/// What came of it.
package struct TrunkTestReport: Codable, Hashable, Sendable {
    /// One line each, in order.
    package var steps: [Step]
    /// The Call-IDs of what was played, for `TraceDesk.call`.
    package var calls: [String]

    package var isAsExpected: Bool { steps.allSatisfy(\.isAsExpected) }

    package struct Step: Codable, Hashable, Sendable {
        package var isAsExpected: Bool
        /// One line without a line end.
        package var sentence: String
        package var remedy: String?

        package init(isAsExpected: Bool, sentence: String, remedy: String? = nil) {
            self.isAsExpected = isAsExpected
            self.sentence = sentence
            self.remedy = remedy
        }
    }

    package init(steps: [Step], calls: [String]) {
        self.steps = steps
        self.calls = calls
    }
}

/// How far a test has come.
package struct TrunkTestProgress: Codable, Hashable, Sendable {
    /// What to ask for the rest by.
    package var number: Int
    package var isOver: Bool
    /// What it has shown so far.
    package var report: TrunkTestReport

    package init(number: Int, isOver: Bool, report: TrunkTestReport) {
        self.number = number
        self.isOver = isOver
        self.report = report
    }
}

/// Plays providers. Changes no configuration and leaves nothing behind.
package protocol TrunkTestDesk: Sendable {
    /// Plays it to its end, which takes 45 s at most and mostly one.
    func play(_ order: TrunkTestOrder) async throws(ProvisioningError) -> TrunkTestReport

    /// Begins it, for whoever wants to see the steps as they come and asks again every second.
    func begin(_ order: TrunkTestOrder) async throws(ProvisioningError) -> TrunkTestProgress

    /// - Returns: nil for a number that is not known (any more).
    func progress(_ number: Int) async -> TrunkTestProgress?
}
