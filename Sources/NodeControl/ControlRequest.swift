package import Troubleshooting

/// What may be asked of a running node through its control socket.
///
/// One line of JSON each, such as `{"status":{}}` or `{"checkTrust":{"address":"192.0.2.1"}}`.
package enum ControlRequest: Codable, Hashable, Sendable {
    /// How the node fares; answered by `ControlReply.status`.
    case status
    /// Subscribers were added, changed or removed: read the change feed now and answer `done`
    /// afterwards.
    case subscribersChanged
    /// Read the configuration now; answered by `ControlReply.reloaded`.
    case reload
    /// Whether requests from that address are accepted now; answered by `ControlReply.trust`.
    case checkTrust(address: String)
    /// Trust these addresses as the trunk "demonstration", in memory alone; answered by `done`.
    ///
    /// No address and 0 seconds end it early. At most `longestDemonstration` seconds.
    case trustForDemonstration(addresses: [String], seconds: Int)
    /// Who was refused in the last day; answered by `ControlReply.refusedPeers`.
    case refusedPeers
    /// What the doctor finds; answered by `ControlReply.doctor` within two minutes.
    case doctor(DoctorOrder)
    /// The traced calls, or those that something happened to since `mark`; answered by
    /// `ControlReply.calls`.
    case calls(CallFilter, after: UInt64?)
    /// One traced call, by the beginning of its id or by its Call-ID; answered by
    /// `ControlReply.call`.
    case call(id: String, showsSecrets: Bool)
    /// Play a provider; answered by `ControlReply.trunkTest` as soon as it has begun.
    case beginTrunkTest(TrunkTestOrder)
    /// How far such a test has come, likewise. One that nobody asks for is broken off after some
    /// seconds.
    case trunkTest(number: Int)
    /// One traced call with configuration and versions, to be given away; answered by
    /// `ControlReply.file`.
    case supportBundle(id: String)
    /// What would be done with a message; answered by `ControlReply.call`.
    case explain(ExplainedMessage, source: String?, transport: String?, ifTrusted: Bool)

    /// - Units: seconds.
    package static let longestDemonstration = 60
    /// The name of the trunk that `trustForDemonstration` makes.
    package static let demonstrationTrunk = "demonstration"
}
