/// The published addresses of a trunk provider, with where they come from and how old they are.
package struct TrunkPreset: Sendable, Equatable {
    /// A group of addresses with one purpose.
    package struct Group: Sendable, Equatable {
        package let purpose: String
        package let peers: [String]
    }

    /// Also the name of the trunk it makes, unless another is given.
    package let name: String
    package let provider: String
    package let groups: [Group]
    /// How old the list is and how far it can be believed.
    package let asOf: String
    /// Who published it, and where.
    package let sources: [String]
    /// What an operator should know before relying on it; none of it is trusted by the preset.
    package let cautions: [String]

    package var peers: [String] { groups.flatMap(\.peers) }

    package static let all: [TrunkPreset] = [voxbone]

    package static func named(_ name: String) -> TrunkPreset? { all.first { $0.name == name } }

    package static let voxbone = TrunkPreset(
        name: "voxbone",
        provider: "Voxbone (now part of Bandwidth)",
        groups: [
            Group(
                purpose: "signalling",
                peers: [
                    "81.201.82.45", "81.201.84.195", "81.201.83.45", "81.201.86.45", "81.201.85.45",
                ]),
            Group(purpose: "SMS", peers: ["81.201.82.10", "81.201.82.11", "81.201.82.12"]),
        ],
        asOf: "the last text of Clearwater's manual (the project ended in 2019); "
            + "not verified with the provider since",
        sources: [
            "Clearwater's manual, page Voxbone",
            "http://www.voxbone.com/network-ipaddressesranges.jsf (signalling, as named there)",
            "https://www.voxbone.com/members/faq-voxsms.jsf#faq-voxsms09 (SMS, as named there)",
        ],
        cautions: [
            "Lists of others also name 185.47.148.45 and 81.201.84.45 as signalling addresses of"
                + " this "
                + "provider; they are not in this preset and not trusted by it.",
            "Ask the provider for its present list, and compare it with this one.",
        ])
}
