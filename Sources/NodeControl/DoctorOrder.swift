package import Troubleshooting

/// What the doctor at the running node is to look at.
package struct DoctorOrder: Codable, Hashable, Sendable {
    /// As a person writes it; nil for the node alone.
    package var number: String?
    /// True rings a built-in phone in the number's place.
    package var placesTestCall: Bool
    /// The directory that whoever asks believes to be in force.
    package var configurationDirectory: String
    /// What came while the command watched; nil where it did not.
    package var watch: ArrivalWatch?

    package init(
        number: String?, placesTestCall: Bool, configurationDirectory: String,
        watch: ArrivalWatch? = nil
    ) {
        self.number = number
        self.placesTestCall = placesTestCall
        self.configurationDirectory = configurationDirectory
        self.watch = watch
    }
}
